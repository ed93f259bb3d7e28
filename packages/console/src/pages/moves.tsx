import type { ComparisonAnswer } from '@clientele/service/contract/comparison';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { count } from '../look/numbers.ts';

type Migration = ComparisonAnswer['migration'];
type Segments = RunFigures['segments'];

const WIDTH = 700;
const NODE = 14;
const GAP = 14;
const HEIGHT = 320;
/** Room for names at either side. */
const SIDE = 170;

interface Props {
  readonly migration: Migration;
  readonly before: Segments;
  readonly after: Segments;
  /** The later segment that an earlier one became. */
  readonly kept: ReadonlyMap<number, number>;
  readonly subtitle: string;
}

/** Bands of customers from the segments of one run to those of another; the matrix of the same numbers beneath. */
export function Moves({ migration, before, after, kept, subtitle }: Props) {
  const say = useSay();
  const { language } = useLook();
  // Newcomers and those who left are in one run only: there is no band for them.
  const moves = migration.filter(({ previous_segment_id: a, segment_id: b }) => a !== null && b !== null);
  const left = stacked(before, (id) => sum(moves.filter(({ previous_segment_id: a }) => a === id)));
  const right = stacked(after, (id) => sum(moves.filter(({ segment_id: b }) => b === id)));
  const used = { left: new Map<number, number>(), right: new Map<number, number>() };
  const scale = HEIGHT / Math.max(1, sum(moves));
  const bands = before.flatMap(({ segment_id: a }) =>
    after.flatMap(({ segment_id: b }) => {
      const customers = sum(moves.filter((move) => move.previous_segment_id === a && move.segment_id === b));
      const [from, to] = [left.find(({ id }) => id === a), right.find(({ id }) => id === b)];
      if (customers === 0 || !from || !to) return [];
      const [y1, y2] = [from.y + (used.left.get(a) ?? 0), to.y + (used.right.get(b) ?? 0)];
      const height = customers * scale;
      used.left.set(a, (used.left.get(a) ?? 0) + height);
      used.right.set(b, (used.right.get(b) ?? 0) + height);
      return [{ a, b, tone: from.tone, y1, y2, height }];
    }),
  );
  const [x1, x2] = [SIDE + NODE, WIDTH - SIDE - NODE];
  const middle = (x1 + x2) / 2;
  const full = HEIGHT + GAP * Math.max(before.length, after.length);
  return (
    <figure className="figure full">
      <figcaption>
        <p className="sub">{subtitle}</p>
      </figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label={say('section_moves')}>
        <svg className="moves" viewBox={`0 0 ${WIDTH} ${full}`} role="img" aria-label={subtitle}>
          {bands.map(({ a, b, tone, y1, y2, height }) => (
            <g key={`${a} ${b}`} className={tone}>
              <path
                className={kept.get(a) === b ? 'band stayed' : 'band'}
                d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}v${height}C${middle} ${y2 + height} ${middle} ${y1 + height} ${x1} ${y1 + height}z`}
              />
            </g>
          ))}
          {[
            ...left.map((node) => ({ ...node, x: SIDE, anchor: 'end' as const })),
            ...right.map((node) => ({ ...node, x: x2, anchor: 'start' as const })),
          ].map(({ id, name, tone, x, y, height, customers, anchor }) => (
            <g key={`${anchor} ${id}`} className={tone}>
              <rect className="fill" x={x} y={y} width={NODE} height={Math.max(1, height)} />
              <text x={anchor === 'end' ? x - 8 : x + NODE + 8} y={y + height / 2} textAnchor={anchor}>
                {name} <tspan className="quiet">{count(customers, language)}</tspan>
              </text>
            </g>
          ))}
        </svg>
      </div>
      <details className="aids">
        <summary>{say('as_table')}</summary>
        <div className="scroll" tabIndex={0} role="region" aria-label={say('as_table')}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  {say('earlier')} ↓ {say('later')} →
                </th>
                {after.map(({ segment_id: id, name }) => (
                  <th key={id} scope="col" className="n">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {before.map(({ segment_id: a, name }) => (
                <tr key={a}>
                  <th scope="row">{name}</th>
                  {after.map(({ segment_id: b }) => (
                    <td key={b} className="n">
                      {count(
                        sum(moves.filter((move) => move.previous_segment_id === a && move.segment_id === b)),
                        language,
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );

  function stacked(segments: Segments, sizeOf: (id: number) => number) {
    const all = Math.max(1, sum(moves));
    let y = 0;
    return segments.map(({ segment_id: id, letter, name, tone }) => {
      const customers = sizeOf(id);
      const height = (customers / all) * HEIGHT;
      const node = {
        id,
        name,
        customers,
        y,
        height,
        tone: letter === '' ? 's-noise' : tone === null ? 's-grey' : `s-${tone}`,
      };
      y += height + GAP;
      return node;
    });
  }
}

function sum(moves: Migration): number {
  return moves.reduce((all, { customers }) => all + customers, 0);
}
