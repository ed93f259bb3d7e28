import type { CSSProperties } from 'react';
import { useLook, useSay } from '../../look/look.ts';
import { count, measure } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';
import { Badge } from '../../parts/badge.tsx';
import { csvOf } from '../../data/csv.ts';
import { TooledFigure } from '../../parts/tooled-figure.tsx';
import { type Flows, moved, movesCsv, ofHundred } from './flows.ts';

const LISTED = 6;
/** Per cent of the colour of a segment behind a number that stays legible. */
const STRONGEST = 36;

/** The largest moves, each with its customers and what they are worth. */
export function LargestMoves({ flows }: { flows: Flows }) {
  const say = useSay();
  const { language } = useLook();
  const largest = moved(flows).slice(0, LISTED);
  const most = Math.max(1, ...largest.map(({ customers }) => customers));
  return (
    <TooledFigure
      title={say('largest_moves', { n: largest.length })}
      how={say('how_largest')}
      savedAs="largest-moves"
      numbers={() => movesCsv({ flows: largest })}
    >
      {largest.length === 0 && <p>{say('nobody_moved')}</p>}
      <ul className="largest">
        {largest.map(({ from, to, customers, value }) => (
          <li key={`${from.id} ${to.id}`} className={toneOf(from)}>
            <span className="way">
              <Badge segment={from} /> → <Badge segment={to} />
            </span>
            <span>{say('from_to', { from: from.name ?? '', to: to.name ?? '' })}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect className="fill" width={(customers / most) * 100} height="8" />
            </svg>
            <strong>{count(customers, language)}</strong>
            <span className="quiet">{value !== null && measure(value, language)}</span>
          </li>
        ))}
      </ul>
    </TooledFigure>
  );
}

/** The colour of the row, the stronger the more of its customers are there. */
function tintOf(ofRow: number): CSSProperties {
  return { '--tint': `${(ofRow * STRONGEST) / 100}%` } as CSSProperties; // which knows no properties of ours
}

/** Of 100 customers of each earlier segment, how many are in each later one. */
export function Matrix({ flows }: { flows: Flows }) {
  const say = useSay();
  const known = flows.after.filter(({ id }) => id !== null);
  const rows = flows.before.filter(({ id, customers }) => id !== null && customers > 0);
  const numbers = (): string =>
    csvOf([
      ['', ...known.map(({ name }) => name)],
      ...rows.map((from) => [from.name, ...known.map((to) => ofHundred(flows, from, to))]),
    ]);
  return (
    <TooledFigure
      title={say('matrix_title')}
      subtitle={say('matrix_sub')}
      how={say('how_matrix')}
      savedAs="matrix"
      numbers={numbers}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={say('matrix_title')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">
                  {say('earlier')} ↓ {say('later')} →
                </span>
              </th>
              {known.map((to) => (
                <th key={to.id} scope="col" className="n">
                  <Badge segment={to} />
                  <span className="hidden">{to.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((from) => (
              <tr key={from.id} className={toneOf(from)}>
                <th scope="row">
                  <Badge segment={from} /> {from.name}
                </th>
                {known.map((to) => {
                  const flow = flows.flows.find((one) => one.from === from && one.to === to);
                  const here = Math.round(ofHundred(flows, from, to));
                  return (
                    <td key={to.id} className={flow?.stayed ? 'n stayed' : 'n'} style={tintOf(here)}>
                      {here}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </TooledFigure>
  );
}
