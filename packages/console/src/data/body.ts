import { type Cells, type Decimal, isMissing, numberIn } from './cells.ts';
import type { Direction, Kind } from './columns.ts';

/** What a person settled about the columns and the run. */
export interface Plan {
  /** The column of ids; null numbers the rows. */
  readonly id: string | null;
  readonly features: readonly { readonly name: string; readonly kind: Kind; readonly direction: Direction }[];
  readonly decimal: Decimal;
  /** By the names of the request. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** `features` inside each customer, or flat: the two contracts. */
  readonly shape: 'nested' | 'flat';
}

/** The body of a request to segment, as UTF-8. Cells that hold no number are missing values. */
export function bodyOf(cells: Cells, plan: Plan): Uint8Array<ArrayBuffer> {
  const hints = Object.fromEntries(plan.features.map(({ name, kind, direction }) => [name, { kind, direction }]));
  const head = JSON.stringify({ ...plan.parameters, feature_hints: hints }).slice(0, -1);
  const idAt = plan.id === null ? -1 : cells.columns.indexOf(plan.id);
  const columns = plan.features.map(({ name }) => ({ key: JSON.stringify(name), at: cells.columns.indexOf(name) }));
  const rows = cells.rows.map((row, i) => {
    const id = idAt < 0 ? String(i + 1) : isMissing(row[idAt]) ? '' : String(row[idAt]);
    const values = columns.map(({ key, at }) => `${key}:${numberIn(row[at], plan.decimal) ?? 'null'}`).join(',');
    return plan.shape === 'nested'
      ? `{"customer_id":${JSON.stringify(id)},"features":{${values}}}`
      : `{"customer_id":${JSON.stringify(id)}${values === '' ? '' : `,${values}`}}`;
  });
  return new TextEncoder().encode(`${head},"data":[${rows.join(',')}]}`);
}
