import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/call.ts';
import type { RunCustomers, SegmentFigures } from '../../api/types.ts';
import { CLOSE_CALL } from '../../look/close-call.ts';
import { useLook, useSay } from '../../look/look.ts';
import { hundredths } from '../../look/numbers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Trouble } from '../../parts/trouble.tsx';

/** Customers asked for at once. */
const PAGE = 100;
/** The height of a row and of the window, in pixels: only rows in the window are in the page. */
const ROW = 40;
const WINDOW = 480;
/** Rows above and below the window, so that nobody scrolls into nothing. */
const BESIDE = 8;

type Segment = SegmentFigures['segment'];
interface Props {
  readonly run: string;
  readonly segment: Segment;
  readonly segments: readonly Segment[];
}

/** Everybody in a segment, the closest calls first: as many rows as fit, whatever the segment's size. */
export function SegmentCustomers({ run, segment: { segment_id: id, size, name }, segments }: Props) {
  const say = useSay();
  const { language } = useLook();
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - BESIDE);
  const last = Math.min(size, Math.ceil((top + WINDOW) / ROW) + BESIDE);
  const pages = Array.from(
    { length: Math.floor((last - 1) / PAGE) - Math.floor(first / PAGE) + 1 },
    (_, i) => Math.floor(first / PAGE) + i,
  );
  const found = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['customers', run, id, page, language],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask<RunCustomers>(`/api/v1/runs/${run}/customers?segment=${id}&from=${page * PAGE}&limit=${PAGE}`, {
          language,
          signal,
        }),
      staleTime: Infinity,
    })),
  });
  const failed = found.find(({ error }) => error !== null);
  const columns = found.find(({ data }) => data)?.data?.customers[0]?.values.map(({ label }) => label) ?? [];
  const rowAt = (at: number) => found[pages.indexOf(Math.floor(at / PAGE))]?.data?.customers[at % PAGE];
  return (
    <section aria-labelledby="customers-title">
      <h2 id="customers-title">{say('customers_of', { n: size })}</h2>
      <p className="quiet virtual-how">{say('closest_first')}</p>
      {failed && <Trouble error={failed.error} retry={() => void failed.refetch()} />}
      <div
        className="virtual"
        tabIndex={0}
        role="region"
        aria-label={say('customers_in', { name })}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      >
        <table aria-rowcount={size + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">{say('customer_id')}</th>
              <th scope="col" className="n">
                {say('confidence')}
              </th>
              <th scope="col">{say('otherwise_in')}</th>
              {columns.map((label) => (
                <th key={label} scope="col" className="n">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first > 0 && <tr aria-hidden="true" style={{ height: first * ROW }} />}
            {Array.from({ length: last - first }, (_, i) => {
              const at = first + i;
              const customer = rowAt(at);
              const second = segments.find(({ segment_id: other }) => other === customer?.second_segment_id);
              return (
                <tr key={at} aria-rowindex={at + 2} style={{ height: ROW }}>
                  <th scope="row">{customer?.customer_id ?? '…'}</th>
                  <td className="n">{customer ? hundredths(customer.confidence, language) : ''}</td>
                  <td>
                    {second && (
                      <span className="named">
                        <Badge segment={second} />
                        <span>{second.name}</span>
                        {customer && customer.confidence < CLOSE_CALL && (
                          <span className="quiet">{say('close_call')}</span>
                        )}
                      </span>
                    )}
                  </td>
                  {columns.map((label, j) => (
                    <td key={label} className="n">
                      {customer?.values[j]?.value ?? ''}
                    </td>
                  ))}
                </tr>
              );
            })}
            {last < size && <tr aria-hidden="true" style={{ height: (size - last) * ROW }} />}
          </tbody>
        </table>
      </div>
    </section>
  );
}
