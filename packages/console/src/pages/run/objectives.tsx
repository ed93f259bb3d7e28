import type { RunFigures, ShownRun } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';
import { Switch } from '../../parts/switch.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useChoice } from './choice.ts';

/** What either way to decide would choose, the one that is shown pressed; and the reasons a step away. */
export function Objectives({ result: { objectives, structured }, run }: { result: RunFigures; run: ShownRun }) {
  const say = useSay();
  const { busy, error, choose } = useChoice(run);
  const [first, second] = objectives;
  if (!first || !structured) return null;
  const same = second !== undefined && first.chosen && second.chosen;
  return (
    <div className="objectives">
      {same ? (
        <p className="quiet">{say('both_objectives')}</p>
      ) : (
        <Switch
          label={say('decide_by')}
          choices={objectives.map((one) => ({
            key: one.objective,
            words: say(`by_${one.objective}`, { k: one.segments }),
            pressed: one.chosen,
          }))}
          disabled={busy}
          choose={(key) => {
            const wanted = objectives.find(({ objective }) => objective === key);
            if (wanted) choose(wanted);
          }}
        />
      )}
      <a href="#section-why">{say('section_why')}</a>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}
