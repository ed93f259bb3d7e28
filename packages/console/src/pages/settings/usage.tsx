import type { UsageAnswer } from '@clientele/service/contract/runs/usage';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/call.ts';
import { csvOf } from '../../data/csv.ts';
import { useLook, useSay } from '../../look/look.ts';
import { count, day } from '../../look/numbers.ts';
import { SelectField } from '../../parts/select-field.tsx';
import { TooledFigure } from '../../parts/tooled-figure.tsx';
import { Trouble } from '../../parts/trouble.tsx';

const spans = [30, 90, 365] as const;
const DAY_MS = 86_400_000;
type Day = UsageAnswer['days'][number];

/** What was computed for the tenant, day by day. */
export function Usage() {
  const say = useSay();
  const { language } = useLook();
  const [span, setSpan] = useState<number>(spans[0]);
  const found = useQuery({
    queryKey: ['usage', span],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (span - 1) * DAY_MS).toISOString().slice(0, 10);
      return ask<UsageAnswer>(`/api/v1/usage?from=${from}`, { language, signal });
    },
    placeholderData: keepPreviousData,
  });
  const days = found.data?.days ?? [];
  return (
    <section className="box">
      <h2>{say('usage')}</h2>
      <SelectField
        className="inline"
        label={say('usage_of')}
        value={span}
        choices={spans.map((one) => ({ key: one, words: say('last_days', { n: one }) }))}
        choose={setSpan}
      />
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      <div className="usage">
        {(['jobs', 'customers'] as const).map((key) => (
          <Bars key={key} days={days} of={key} />
        ))}
      </div>
    </section>
  );
}

const HEIGHT = 56;
const columns = { jobs: ['jobs', 'failed'], customers: ['customers'] } as const;

/** A bar for each day; failed jobs are the coloured part of theirs. */
function Bars({ days, of }: { days: readonly Day[]; of: 'jobs' | 'customers' }) {
  const say = useSay();
  const { language } = useLook();
  const most = Math.max(1, ...days.map((one) => one[of]));
  const all = days.reduce((sum, one) => sum + one[of], 0);
  const busiest = days.find((one) => one[of] === most);
  const busy = days.filter((one) => one[of] > 0);
  const tall = (value: number): number => (value / most) * HEIGHT;
  const title = say(`usage_${of}_all`, { n: all });
  return (
    <TooledFigure
      className="bars"
      title={title}
      subtitle={
        busiest ? say('usage_most', { n: count(most, language), when: day(busiest.day, language) }) : say('usage_none')
      }
      how={say(`how_usage_${of}`)}
      savedAs={`usage-${of}`}
      numbers={() =>
        csvOf([['day', ...columns[of]], ...days.map((one) => [one.day, ...columns[of].map((key) => one[key])])])
      }
      table={<DayTable title={title} days={busy} of={of} />}
    >
      <div className="days">
        <svg
          viewBox={`0 0 ${Math.max(1, days.length) * 4} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={title}
          data-name={title}
        >
          {days.map((one, i) => (
            <g key={one.day} data-mark={one[of] > 0 ? busy.indexOf(one) : undefined}>
              <rect x={i * 4 + 0.4} width={3.2} y={HEIGHT - tall(one[of])} height={tall(one[of])} />
              {of === 'jobs' && one.failed > 0 && (
                <rect
                  className="failed"
                  x={i * 4 + 0.4}
                  width={3.2}
                  y={HEIGHT - tall(one.failed)}
                  height={tall(one.failed)}
                />
              )}
            </g>
          ))}
        </svg>
        <p className="bar-ends">
          <span>{days[0] && day(days[0].day, language)}</span>
          <span>{days.length > 0 && day(days.at(-1)?.day ?? '', language)}</span>
        </p>
      </div>
    </TooledFigure>
  );
}

/** The days on which there was anything. */
function DayTable({ title, days, of }: { title: string; days: readonly Day[]; of: 'jobs' | 'customers' }) {
  const say = useSay();
  const { language } = useLook();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('usage_day')}</th>
            {columns[of].map((key) => (
              <th key={key} scope="col" className="n">
                {say(`usage_${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <tr key={one.day}>
              <th scope="row">{day(one.day, language)}</th>
              {columns[of].map((key) => (
                <td key={key} className="n">
                  {count(one[key], language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
