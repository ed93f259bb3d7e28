import { useSay } from '../../look/look.ts';

const MOST_SEGMENTS = 20;
const objectives = ['actionable', 'separation'] as const;

/** The two questions of every segmentation: what decides, and how many segments there may be. */
export function Goal({ most, setMost }: { most: number; setMost: (most: number) => void }) {
  const say = useSay();
  return (
    <>
      <fieldset className="ask">
        <legend>{say('decide_by')}</legend>
        {objectives.map((one) => (
          <label key={one} className="check">
            <input type="radio" name="objective" value={one} defaultChecked={one === 'actionable'} />
            <span>
              {say(`objective_${one}`)} <span className="quiet">{say(`objective_${one}_more`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="ask field">
        <span>{say('at_most')}</span>
        <input
          type="number"
          min={2}
          max={MOST_SEGMENTS}
          value={most}
          required
          onChange={({ target }) => setMost(Number(target.value))}
        />
      </label>
    </>
  );
}
