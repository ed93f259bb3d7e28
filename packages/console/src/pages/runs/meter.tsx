import { useSay } from '../../look/look.ts';

export const verdicts = ['strong', 'moderate', 'weak', 'none'] as const;

/** Where the verdict stands between none and strong, and the word. */
export function Meter({ verdict }: { verdict: (typeof verdicts)[number] }) {
  const say = useSay();
  return (
    <span className="meter">
      <span className="steps" aria-hidden="true">
        {verdicts.toReversed().map((one) => (
          <i key={one} className={one === verdict ? 'here' : ''} />
        ))}
      </span>
      <strong>{say(`verdict_${verdict}`)}</strong>
    </span>
  );
}
