import type { Draft } from '../../data/draft.ts';
import { useSay } from '../../look/look.ts';

const kinds = ['customers', 'orders'] as const satisfies readonly Draft['rows'][];

/** What a row of the file is, and a way to say otherwise. */
export function RowKind({ kind, change }: { kind: Draft['rows']; change: () => void }) {
  const say = useSay();
  return (
    <label className="field inline">
      <span>{say('row_is')}</span>
      <select value={kind} onChange={change}>
        {kinds.map((one) => (
          <option key={one} value={one}>
            {say(`row_is_${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
