import { useQuery } from '@tanstack/react-query';
import type { Decimal } from '../../data/cells.ts';
import type { Column, Direction, Kind, Role } from '../../data/columns.ts';
import { type CustomersDraft, draft as drafts } from '../../data/draft.ts';
import type { Settled } from '../../data/kept.ts';
import { isId, obstacleOf } from '../../data/obstacles.ts';
import { useLook, useSay } from '../../look/look.ts';
import { measure } from '../../look/numbers.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { FirstRows } from './first-rows.tsx';
import { RowKind } from './row-kind.tsx';

const kinds = ['money', 'count', 'days', 'share', 'other'] as const satisfies readonly Kind[];
const directions = ['more', 'less', 'neither'] as const satisfies readonly Direction[];

interface Props {
  readonly draft: CustomersDraft;
  readonly reread: (decimal: Decimal) => void;
  readonly asOrders: () => void;
  readonly another: () => void;
  readonly next: () => void;
}

/** What each column means: recognised, and changed where that is wrong. */
export function ColumnsStep({ draft, reread, asOrders, another, next }: Props) {
  const say = useSay();
  const { file, read, settled } = draft;
  const roleOf = (name: string): Role => settled[name]?.role ?? 'leave';
  const used = read.columns.filter(({ name }) => roleOf(name) === 'use');
  const obstacle = obstacleOf(draft);
  const { data: twins = [] } = useQuery({
    queryKey: ['twins', file, read.decimal, used.map(({ name }) => name)],
    queryFn: () =>
      drafts.reader().ask<'twins'>({ kind: 'twins', names: used.map(({ name }) => name), decimal: read.decimal }),
    enabled: used.length > 1,
    staleTime: Infinity,
  });
  const settle = (name: string, change: Partial<Settled>): void => {
    const before = settled[name];
    if (!before) return;
    // There is one id.
    const others =
      change.role === 'id'
        ? Object.fromEntries(
            Object.entries(settled).map(([key, value]) => [
              key,
              value.role === 'id' ? { ...value, role: 'leave' as const } : value,
            ]),
          )
        : settled;
    drafts.set({ ...draft, settled: { ...others, [name]: { ...before, ...change } } });
  };
  return (
    <>
      <div className="file-line">
        <p>
          <strong>{file.name}</strong> · {say('file_found', { rows: read.rows, columns: read.columns.length })}
        </p>
        {read.delimiter !== null && (
          <SelectField
            className="inline"
            label={say('decimal_sign')}
            value={read.decimal}
            choices={[
              { key: '.', words: say('decimal_point') },
              { key: ',', words: say('decimal_comma') },
            ]}
            choose={reread}
          />
        )}
        <RowKind kind="customers" change={asOrders} />
        <button type="button" className="button small" onClick={another}>
          {say('another_file')}
        </button>
      </div>
      <h2>{say('columns_question')}</h2>
      <p className="quiet">{say('columns_how')}</p>
      <div className="columns-head" aria-hidden="true">
        {(['role', 'column', 'meaning', 'spread', 'fact'] as const).map((one) => (
          <span key={one}>{say(`head_${one}`)}</span>
        ))}
      </div>
      <ul className="columns">
        {read.columns.map((column) => (
          <ColumnRow
            key={column.name}
            column={column}
            rows={read.rows}
            settled={settled[column.name] ?? column}
            twin={twins.find(({ a, b }) => a === column.name || b === column.name)}
            settle={(change) => settle(column.name, change)}
          />
        ))}
      </ul>
      <FirstRows
        columns={read.columns.map(({ name }) => name)}
        rows={read.first}
        isUsed={(name) => roleOf(name) === 'use'}
      />
      <div className="will">
        <button type="button" className="button" onClick={another}>
          {say('back')}
        </button>
        <p role="status">
          {say('will_group', { n: read.rows, features: used.length })}{' '}
          <span className="quiet">{used.map(({ name }) => name).join(', ')}</span>
        </p>
        <button
          type="button"
          className="button primary"
          disabled={obstacle !== null}
          onClick={next}
          aria-describedby="why-not"
        >
          {say('to_options')}
        </button>
        <p id="why-not" className="fault">
          {obstacle === 'no_feature' ? say('need_a_feature') : obstacle === null ? '' : say('mend_columns')}
        </p>
      </div>
    </>
  );
}

interface RowProps {
  readonly column: Column;
  /** Customers of the file. */
  readonly rows: number;
  readonly settled: Settled;
  readonly twin: { readonly a: string; readonly b: string; readonly r: number } | undefined;
  readonly settle: (change: Partial<Settled>) => void;
}

function ColumnRow({ column, rows, settled, twin, settle }: RowProps) {
  const say = useSay();
  const { name, numbers, first } = column;
  const used = settled.role === 'use';
  const roles: readonly Role[] = numbers ? ['id', 'use', 'leave'] : ['id', 'text'];
  return (
    <li className={`column ${settled.role}`}>
      <select
        aria-label={say('role_of', { name })}
        value={settled.role}
        onChange={({ target }) => settle({ role: target.value as Role })}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {say(`role_${role}`)}
          </option>
        ))}
      </select>
      <div className="column-name">
        <code>{name}</code>
        <span className="quiet">{first.join(' · ')}</span>
      </div>
      <div className="column-kind">
        {used && (
          <>
            <select
              aria-label={say('kind_of', { name })}
              value={settled.kind}
              onChange={({ target }) => settle({ kind: target.value as Kind })}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {say(`kind_${kind}`)}
                </option>
              ))}
            </select>
            <select
              aria-label={say('direction_of', { name })}
              value={settled.direction}
              onChange={({ target }) => settle({ direction: target.value as Direction })}
            >
              {directions.map((direction) => (
                <option key={direction} value={direction}>
                  {say(`direction_${direction}`)}
                </option>
              ))}
            </select>
          </>
        )}
      </div>
      <div className="column-bars">
        {numbers && settled.role !== 'id' && (
          <>
            <Bars counts={numbers.asSent} label={say('as_sent')} />
            {used && !numbers.constant && (
              <>
                <span className="quiet">→ {say(`transform_${numbers.transform}`)} →</span>
                <Bars counts={numbers.asUsed} label={say('as_used')} />
              </>
            )}
          </>
        )}
      </div>
      <Fact column={column} rows={rows} used={used} role={settled.role} twin={twin} />
    </li>
  );
}

/** One thing worth knowing, the most serious first. */
function Fact({
  column,
  rows,
  used,
  role,
  twin,
}: Pick<RowProps, 'column' | 'rows' | 'twin'> & { used: boolean; role: Role }) {
  const say = useSay();
  const { language } = useLook();
  const { numbers, bad, name, missing, different } = column;
  if (used && bad.count > 0)
    return (
      <div className="fact fault" role="alert">
        <p>{say('bad_cells', { n: bad.count })}</p>
        <ul>
          {bad.cells.slice(0, 5).map(({ row, value }) => (
            <li key={row}>{say('bad_cell', { row, value })}</li>
          ))}
        </ul>
      </div>
    );
  if (used && numbers?.tooEmpty) return <p className="fact fault">{say('too_empty')}</p>;
  if (role === 'text') return <p className="fact">{say('text_ignored')}</p>;
  if (role === 'id' && !isId(column, rows))
    return (
      <p className="fact fault" role="alert">
        {say('id_fault', { rows, different, missing })}
      </p>
    );
  if (role === 'id') return <p className="fact">{say('id_fact', { different, missing })}</p>;
  if (!numbers) return <p className="fact" />;
  if (numbers.constant) return <p className="fact">{say('constant')}</p>;
  if (used && twin) return <p className="fact">{say('repeats', { other: twin.a === name ? twin.b : twin.a })}</p>;
  const { skewBefore, skewAfter, median, top } = numbers;
  const shown = (value: number): string => measure(value, language);
  return (
    <p className="fact">
      {say('half_below', { median: shown(median), top: shown(top) })}{' '}
      {missing > 0 && `${say('filled_in', { n: missing })} `}
      {used &&
        skewBefore !== null &&
        skewAfter !== null &&
        say('skew', { before: shown(skewBefore), after: shown(skewAfter) })}
    </p>
  );
}

function Bars({ counts, label }: { counts: readonly number[]; label: string }) {
  const peak = Math.max(1, ...counts);
  return (
    <svg className="spark" viewBox="0 0 108 26" width="108" height="26" role="img" aria-label={label}>
      {counts.map((count, i) => {
        const height = (count / peak) * 26;
        return (
          count > 0 && (
            <rect key={i} x={i * 3} y={26 - Math.max(0.6, height)} width={2.4} height={Math.max(0.6, height)} />
          )
        );
      })}
    </svg>
  );
}
