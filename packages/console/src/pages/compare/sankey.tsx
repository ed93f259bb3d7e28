import { useState } from 'react';
import { useLook, useSay } from '../../look/look.ts';
import { count, points } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';
import { Badge } from '../../parts/badge.tsx';
import { FigureTools } from '../../parts/figure-tools.tsx';
import { MarkWalk } from '../../parts/mark-walk.tsx';
import { type Flows, moved, movesCsv, type Place } from './flows.ts';

/** Pixels that all customers share, what stands between two places, and what a name needs. */
const HEIGHT = 340;
const GAP = 12;
const LEAST = 34;
/** The bands are drawn on a ground of this width and stretched. */
const WIDTH = 100;

interface Node {
  readonly place: Place;
  readonly y: number;
  readonly height: number;
}

/** Bands of customers from the segments of one run to those of another. */
export function Sankey({ flows }: { flows: Flows }) {
  const say = useSay();
  const [box, setBox] = useState<HTMLElement | null>(null);
  const all = Math.max(
    1,
    flows.flows.reduce((sum, { customers }) => sum + customers, 0),
  );
  const scale = HEIGHT / all;
  const [left, right] = [stacked(flows.before, scale), stacked(flows.after, scale)];
  const used = new Map<Place, number>();
  const bands = flows.flows.map((flow) => {
    const height = flow.customers * scale;
    const [y1, y2] = [flow.from, flow.to].map((place) => {
      const at = used.get(place) ?? 0;
      used.set(place, at + height);
      return ([...left, ...right].find((node) => node.place === place)?.y ?? 0) + at;
    });
    return { ...flow, height, y1: y1 ?? 0, y2: y2 ?? 0 };
  });
  const full = Math.max(
    ...[left, right].map((nodes) => (nodes.at(-1)?.y ?? 0) + Math.max(LEAST, nodes.at(-1)?.height ?? 0)),
  );
  const [first, second] = moved(flows);
  const nameOf = (place: Place): string => place.name ?? '';
  const title = [first, second].flatMap((flow) =>
    flow ? [say('went', { n: flow.customers, from: nameOf(flow.from), to: nameOf(flow.to) })] : [],
  );
  return (
    <figure ref={setBox} className="figure full" id="moves">
      <figcaption>
        <h3>{title.length > 0 ? title.join(' ') : say('nobody_moved')}</h3>
        <p className="sub">{say('moves_sub')}</p>
      </figcaption>
      <div className="sankey" style={{ height: full }}>
        <Ends nodes={left} side="left" />
        <svg
          className="moves"
          viewBox={`0 0 ${WIDTH} ${full}`}
          preserveAspectRatio="none"
          role="img"
          data-name={say('moves_name')}
        >
          {bands.map(({ from, to, stayed, customers, y1, y2, height }) => (
            <g
              key={`${from.id} ${to.id}`}
              className={toneOf(from)}
              data-label={`${from.name ?? say('newcomers')} → ${to.name ?? say('leavers')}: ${say('n_customers', { n: customers })}`}
            >
              <path
                className={stayed ? 'band stayed' : 'band'}
                d={`M0 ${y1}C${WIDTH / 2} ${y1} ${WIDTH / 2} ${y2} ${WIDTH} ${y2}v${height}C${WIDTH / 2} ${y2 + height} ${WIDTH / 2} ${y1 + height} 0 ${y1 + height}z`}
              />
            </g>
          ))}
        </svg>
        <Ends
          nodes={right}
          side="right"
          earlierOf={(place) => flows.flows.find(({ to, stayed }) => stayed && to === place)?.from}
        />
      </div>
      <div className="aids">
        <details className="on-screen">
          <summary>{say('how_to_read')}</summary>
          <p>{say('how_moves')}</p>
        </details>
        <details className="twin">
          <summary>{say('as_table')}</summary>
          <MovesTable flows={flows} />
        </details>
      </div>
      <FigureTools box={box} drawn={flows} savedAs="moves" numbers={() => movesCsv(flows)} />
      <MarkWalk box={box} drawn={flows} />
    </figure>
  );
}

/** The bands as a table. */
function MovesTable({ flows: { flows } }: { flows: Flows }) {
  const say = useSay();
  const { language } = useLook();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('earlier')}</th>
          <th scope="col">{say('later')}</th>
          <th scope="col" className="n">
            {say('customers')}
          </th>
        </tr>
      </thead>
      <tbody>
        {flows.map(({ from, to, customers }) => (
          <tr key={`${from.id} ${to.id}`}>
            <th scope="row">{from.name ?? say('newcomers')}</th>
            <td>{to.name ?? say('leavers')}</td>
            <td className="n">{count(customers, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface EndsProps {
  readonly nodes: readonly Node[];
  readonly side: 'left' | 'right';
  /** What a place was in the earlier run, if it was there. */
  readonly earlierOf?: (place: Place) => Place | undefined;
}

/** The segments of one side: name, customers, and on the right what has changed. */
function Ends({ nodes, side, earlierOf }: EndsProps) {
  const say = useSay();
  const { language } = useLook();
  return (
    <ul className={`ends ${side}`} aria-label={say(side === 'left' ? 'earlier' : 'later')}>
      {nodes.map(({ place, y, height }) => {
        const earlier = earlierOf?.(place);
        return (
          <li key={place.id} className={toneOf(place)} style={{ top: y, minHeight: LEAST }}>
            <span className="end-words">
              {place.id !== null && <Badge segment={place} />}
              <span>
                <strong className="end-name">{place.name ?? say(side === 'left' ? 'newcomers' : 'leavers')}</strong>{' '}
                <span className="quiet">
                  {count(place.customers, language)}
                  {earlier && (
                    <span className="end-name">
                      {' '}
                      · {say('share_change', { n: points(place.share - earlier.share, language) })}
                    </span>
                  )}
                </span>
              </span>
            </span>
            <i style={{ height: Math.max(1, height) }} />
          </li>
        );
      })}
    </ul>
  );
}

function stacked(places: readonly Place[], scale: number): Node[] {
  let y = 0;
  return places.map((place) => {
    const height = place.customers * scale;
    const node = { place, y, height };
    y += Math.max(LEAST, height) + GAP;
    return node;
  });
}
