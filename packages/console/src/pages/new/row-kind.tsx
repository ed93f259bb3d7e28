import type { Draft } from '../../data/draft.ts';
import { useSay } from '../../look/look.ts';
import { SelectField } from '../../parts/select-field.tsx';

const kinds = ['customers', 'orders'] as const satisfies readonly Draft['rows'][];

/** What a row of the file is, and a way to say otherwise. */
export function RowKind({ kind, change }: { kind: Draft['rows']; change: () => void }) {
  const say = useSay();
  return (
    <SelectField
      className="inline"
      label={say('row_is')}
      value={kind}
      choices={kinds.map((one) => ({ key: one, words: say(`row_is_${one}`) }))}
      choose={change}
    />
  );
}
