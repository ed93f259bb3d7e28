import { useMemo, useState } from 'react';
import { useLook, useSay } from '../../look/look.ts';
import { change, count, measure as number, points, share, short } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';
import { Badge } from '../../parts/badge.tsx';
import { Switch } from '../../parts/switch.tsx';
import { TooledFigure } from '../../parts/tooled-figure.tsx';
import { bandsOf, LEAST, type Node, sumAt } from './bands.ts';
import { type Flows, type Measure, measures, moved, movesCsv, type Place, shownOf } from './flows.ts';

/** The bands are drawn on a ground of this width and stretched. */
const WIDTH = 100;
const sides = ['left', 'right'] as const;

interface Props {
  readonly flows: Flows;
  /** What the runs of both sides are called. */
  readonly heads: readonly [string, string];
}

/** Bands of customers from the segments of one run to those of another. */
export function Sankey({ flows, heads }: Props) {
  const say = useSay();
  const [measure, setMeasure] = useState<Measure>('customers');
  const [movesOnly, setMovesOnly] = useState(false);
  const shown = useMemo(() => shownOf(flows, measure, movesOnly), [flows, measure, movesOnly]);
  const { left, right, bands, height: full } = bandsOf(shown, measure);
  const totalOf = (side: 'from' | 'to') =>
    measure === 'value' ? (place: Place) => sumAt(flows.flows, side, place, measure) : null;
  const [first, second] = moved(flows);
  const { language } = useLook();
  const nameOf = (place: Place): string => place.name ?? '';
  const title = [first, second].flatMap((flow) =>
    flow ? [say('went', { n: flow.customers, from: nameOf(flow.from), to: nameOf(flow.to) })] : [],
  );
  return (
    <TooledFigure
      id="moves"
      title={title.length > 0 ? title.join(' ') : say('nobody_moved')}
      subtitle={say(measure === 'value' ? 'moves_sub_value' : 'moves_sub')}
      how={say('how_moves')}
      drawn={shown}
      savedAs="moves"
      numbers={() => movesCsv(shown)}
      table={<MovesTable flows={shown} />}
    >
      <div className="sankey-heads">
        {heads.map((head, i) => (
          <span key={sides[i]}>{head}</span>
        ))}
      </div>
      <div className="sankey" style={{ height: full }}>
        <Ends nodes={left} side="left" totalOf={totalOf('from')} />
        <svg
          className="moves"
          viewBox={`0 0 ${WIDTH} ${full}`}
          preserveAspectRatio="none"
          role="img"
          data-name={say('moves_name')}
        >
          {bands.map(({ from, to, stayed, customers, value, y1, y2, height }) => (
            <g
              key={`${from.id} ${to.id}`}
              className={toneOf(from)}
              data-label={[
                `${from.name ?? say('newcomers')} → ${to.name ?? say('leavers')}: ${say('n_customers', { n: customers })}`,
                ...(from.id === null
                  ? []
                  : [say('share_of', { share: share(customers / from.customers, language), of: nameOf(from) })]),
                ...(value === null ? [] : [say('worth', { value: number(value, language) })]),
              ].join(', ')}
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
          totalOf={totalOf('to')}
          earlierOf={(place) => flows.flows.find(({ to, stayed }) => stayed && to === place)?.from}
        />
      </div>
      <div className="sankey-ways not-on-paper">
        {flows.flows.some(({ value }) => value !== null) && (
          <Switch
            label={say('height_is')}
            choices={measures.map((key) => ({ key, words: say(`height_${key}`), pressed: key === measure }))}
            choose={setMeasure}
          />
        )}
        <Switch
          label={say('bands_shown')}
          choices={[
            { key: 'all', words: say('bands_all'), pressed: !movesOnly },
            { key: 'moves', words: say('bands_moves'), pressed: movesOnly },
          ]}
          choose={(key) => setMovesOnly(key === 'moves')}
        />
      </div>
    </TooledFigure>
  );
}

/** The bands as a table. */
function MovesTable({ flows: { flows } }: { flows: Flows }) {
  const say = useSay();
  const { language } = useLook();
  const worth = flows.some(({ value }) => value !== null);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('earlier')}</th>
          <th scope="col">{say('later')}</th>
          <th scope="col" className="n">
            {say('customers')}
          </th>
          {worth && (
            <th scope="col" className="n">
              {say('height_value')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {flows.map(({ from, to, customers, value }) => (
          <tr key={`${from.id} ${to.id}`}>
            <th scope="row">{from.name ?? say('newcomers')}</th>
            <td>{to.name ?? say('leavers')}</td>
            <td className="n">{count(customers, language)}</td>
            {worth && <td className="n">{value === null ? '–' : number(value, language)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface EndsProps {
  readonly nodes: readonly Node[];
  readonly side: (typeof sides)[number];
  /** What all that came or went there is worth; null: customers are shown. */
  readonly totalOf: ((place: Place) => number) | null;
  /** What a place was in the earlier run, if it was there. */
  readonly earlierOf?: (place: Place) => Place | undefined;
}

/** The segments of one side: name, customers, and on the right what has changed. */
function Ends({ nodes, side, totalOf, earlierOf }: EndsProps) {
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
                <strong className="end-name">{place.name ?? say(side === 'left' ? 'newcomers' : 'leavers')}</strong>
                <span className="quiet">
                  {totalOf ? short(totalOf(place), language) : count(place.customers, language)}
                  {earlier && !totalOf && (
                    <span className="end-name">
                      {` ${change(place.customers - earlier.customers, language)} · `}
                      {say('share_change', { n: points(place.share - earlier.share, language) })}
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
