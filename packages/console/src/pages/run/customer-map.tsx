import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { ask, call } from '../../api/call.ts';
import type { RunCustomers, RunFigures } from '../../api/types.ts';
import { CLOSE_CALL } from '../../look/close-call.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { count, share } from '../../look/numbers.ts';
import { Plane } from '../../map/plane.tsx';
import { OUTLIER, type Points, readPoints } from '../../map/points.ts';
import { Badge } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { FigureTools } from '../../parts/figure-tools.tsx';
import { laidOut } from '../../parts/laid-out.ts';
import type { Drawing } from '../../parts/svg.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { labelsOf, mapCsv, saveRows } from './downloads.ts';
import type { Focus } from './focus.ts';

/** Confidence is a byte on the map. */
const CLOSE_BYTE = CLOSE_CALL * 255;
const LISTED = 20;
/** A pointer that rests so long on a customer wants to know more; one that passes by asks the service nothing. */
const REST_MS = 120;

export type Segment = RunFigures['segments'][number];
/** Who stands out: one segment, the close calls, or everybody. */
type Standing = number | 'close' | null;

interface Props {
  readonly result: RunFigures;
  readonly words: NonNullable<RunFigures['map']>;
  readonly focus: Focus;
}

/** Every customer as a dot: moved, looked at one by one, and taken as a list. */
export function CustomerMap({ result, words, focus }: Props) {
  const say = useSay();
  const { language } = useLook();
  const { run_id: id, structured } = result;
  const segments = useMemo(() => (structured ? result.segments : []), [structured, result.segments]);
  const [close, setClose] = useState(false);
  const [drawing, setDrawing] = useState(false);
  const [list, setList] = useState<readonly number[]>([]);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const found = useQuery({
    queryKey: ['points', id],
    queryFn: async ({ signal }) =>
      readPoints(await (await call(`/api/v1/runs/${id}/points`, { signal })).arrayBuffer()),
    staleTime: Infinity,
  });
  const standing = close ? 'close' : focus.shown;
  const kept = close ? 'close' : focus.pinned;
  const ghost = useMemo(() => ghostOf(found.data, standing), [found.data, standing]);
  const closeCalls = useMemo(
    () => (found.data ? found.data.confidence.reduce((n, value) => n + Number(value < CLOSE_BYTE), 0) : 0),
    [found.data],
  );
  const toggle = (next: number): void => {
    setClose(false);
    focus.pin(focus.pinned === next ? null : next);
  };
  return (
    <figure ref={setBox} className="figure full map-figure" aria-labelledby="map-finding">
      <FigureTools
        box={box}
        drawn={words}
        savedAs={`map-${shortId(id)}`}
        numbers={found.data ? async () => mapCsv(found.data, await labelsOf(id, language)) : null}
        picture={found.data ? () => planeIn(box) : null}
      />
      <figcaption>
        <h3 id="map-finding">{words.title}</h3>
        <p className="sub">{words.subtitle}</p>
      </figcaption>
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      <div className="map-body">
        {found.data ? (
          <Plane
            points={found.data}
            segments={segments}
            words={words}
            ghost={ghost}
            drawing={drawing}
            onDrawn={(rows) => {
              setDrawing(false);
              setList(rows);
            }}
            onKey={(key) => {
              const pressed = segments.find(({ letter }, i) => letter.toLowerCase() === key || String(i + 1) === key);
              if (key === 'escape') {
                setClose(false);
                focus.pin(null);
                setDrawing(false);
              } else if (pressed) toggle(pressed.segment_id);
            }}
            zooms={({ closer, farther, fit }) => (
              <>
                <IconButton icon="plus" label={say('zoom_in')} onClick={closer} />
                <IconButton icon="minus" label={say('zoom_out')} onClick={farther} />
                <IconButton icon="fit" label={say('zoom_fit')} onClick={fit} />
              </>
            )}
            tip={(row) => <Tip key={row} run={id} row={row} segments={segments} />}
          />
        ) : (
          <div className="plane-waits" role="status">
            {!found.error && say('loading')}
          </div>
        )}
        <div className="map-side">
          {segments.length > 0 && (
            <fieldset className="pick">
              <legend>{say('show_one')}</legend>
              {segments.map((segment) => (
                <button
                  key={segment.segment_id}
                  type="button"
                  aria-pressed={kept === segment.segment_id}
                  onClick={() => toggle(segment.segment_id)}
                >
                  <Badge segment={segment} />
                  <span>{segment.name}</span>
                  <span className="quiet">{count(segment.size, language)}</span>
                </button>
              ))}
              <button type="button" aria-pressed={close} onClick={() => setClose(!close)}>
                <span className="close-sign">
                  <Icon name="close" />
                </span>
                <span>{say('close_calls')}</span>
                <span className="quiet">{count(closeCalls, language)}</span>
              </button>
            </fieldset>
          )}
          <div className="by-hand">
            <h4>{say('list_by_hand')}</h4>
            <p>{say('list_by_hand_how')}</p>
            <p className="actions">
              <button
                type="button"
                className="button small"
                aria-pressed={drawing}
                onClick={() => setDrawing(!drawing)}
                disabled={!found.data}
              >
                <Icon name="lasso" />
                {say('draw_around')}
              </button>
              <button
                type="button"
                className="button small"
                disabled={!found.data || kept === null}
                onClick={() => found.data && setList(rowsIn(found.data, kept))}
              >
                {say('list_shown')}
              </button>
            </p>
          </div>
        </div>
      </div>
      <p className="foot">{say('map_keys')}</p>
      {list.length > 0 && <List run={id} rows={list} clear={() => setList([])} />}
      <div className="aids">
        <details className="on-screen">
          <summary>{say('how_to_read')}</summary>
          <p>{words.how_to_read}</p>
        </details>
        {segments.length > 0 && (
          <details className="twin">
            <summary>{say('as_table')}</summary>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say('segment')}</th>
                  <th scope="col" className="n">
                    {say('customers')}
                  </th>
                  <th scope="col" className="n">
                    {say('share')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {segments.map(({ segment_id: key, name, size, share: part }) => (
                  <tr key={key}>
                    <th scope="row">{name}</th>
                    <td className="n">{count(size, language)}</td>
                    <td className="n">{share(part, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </div>
    </figure>
  );
}

/** The map as it is seen now, its names over it. */
function planeIn(box: HTMLElement | null): Drawing | null {
  const plane = box?.querySelector<HTMLElement>('.plane-box');
  return plane ? laidOut(plane) : null;
}

/** Who stands back while `focus` stands out. */
function ghostOf(points: Points | undefined, focus: Standing): ((row: number) => boolean) | null {
  if (!points || focus === null) return null;
  return (row) => !stands(points, focus, row);
}

function stands({ segment, confidence }: Points, focus: Standing, row: number): boolean {
  if (focus === 'close') return (confidence[row] ?? 0) < CLOSE_BYTE;
  return segment[row] === (focus === -1 ? OUTLIER : focus);
}

function rowsIn(points: Points, focus: Standing): number[] {
  return Array.from(points.x.keys()).filter((row) => stands(points, focus, row));
}

/** One customer: id, values in words, segment, and how sure that is. */
function Tip({ run, row, segments }: { run: string; row: number; segments: readonly Segment[] }) {
  const say = useSay();
  const { language } = useLook();
  const [resting, setResting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setResting(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery({
    enabled: resting,
    queryKey: ['customer', run, row, language],
    queryFn: ({ signal }) =>
      ask<RunCustomers>(`/api/v1/runs/${run}/customers?from=${row}&limit=1`, { language, signal }),
    staleTime: Infinity,
  });
  const customer = data?.customers[0];
  if (!customer) return <p className="quiet">{say('loading')}</p>;
  const own = segments.find(({ segment_id: id }) => id === customer.segment_id);
  const second = segments.find(({ segment_id: id }) => id === customer.second_segment_id);
  return (
    <>
      <strong>{say('customer', { id: customer.customer_id })}</strong>
      <dl>
        {customer.values.slice(0, 6).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {own && (
        <p>
          <Badge segment={own} /> {own.name}
          {second && customer.confidence < CLOSE_CALL && <> · {say('close_call_with', { name: second.name })}</>}
        </p>
      )}
    </>
  );
}

/** Customers that were picked, the first of them shown, all of them to be taken away. */
function List({ run, rows, clear }: { run: string; rows: readonly number[]; clear: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const labels = useQuery({
    queryKey: ['labels', run, language],
    queryFn: () => labelsOf(run, language),
    staleTime: Infinity,
  });
  const [ref, setRef] = useState<HTMLElement | null>(null);
  useEffect(() => ref?.focus(), [ref, rows]);
  const picked = labels.data ? rows.flatMap((row) => labels.data[row] ?? []) : [];
  return (
    <section className="picked" aria-labelledby="picked-title">
      <h4 id="picked-title" ref={setRef} tabIndex={-1}>
        {say('n_picked', { n: rows.length })}
      </h4>
      <p className="actions">
        <button
          type="button"
          className="button small"
          disabled={!labels.data}
          onClick={() => saveRows(picked, `list-${shortId(run)}.csv`)}
        >
          {say('download_list')}
        </button>
        <button type="button" className="button small" onClick={clear}>
          {say('clear_list')}
        </button>
      </p>
      {labels.error && <Trouble error={labels.error} retry={() => void labels.refetch()} />}
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="picked-title">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('customer_id')}</th>
              <th scope="col">{say('segment')}</th>
              <th scope="col" className="n">
                {say('confidence')}
              </th>
            </tr>
          </thead>
          <tbody>
            {picked.slice(0, LISTED).map(({ customer_id: id, segment, confidence }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>{segment}</td>
                <td className="n">{confidence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {picked.length > LISTED && <p className="quiet">{say('and_more', { n: picked.length - LISTED })}</p>}
    </section>
  );
}
