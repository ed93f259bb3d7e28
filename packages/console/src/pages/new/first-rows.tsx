import { useSay } from '../../look/look.ts';

interface Props {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isUsed: (column: string) => boolean;
}

/** The first rows of a file; columns that take part have a bar on top. */
export function FirstRows({ columns, rows, isUsed }: Props) {
  const say = useSay();
  return (
    <>
      <h2>{say('first_rows')}</h2>
      <p className="quiet">{say('first_rows_bar')}</p>
      <div className="scroll first-rows" tabIndex={0} role="region" aria-label={say('first_rows')}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col" className={isUsed(name) ? 'use' : ''}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
