import type { ComparisonAnswer } from '@clientele/service/contract/comparison';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ask } from '../api/call.ts';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { count, measure, moment, share } from '../look/numbers.ts';
import { useHeading } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { useCompletedRuns } from './completed-runs.ts';
import { Moves } from './moves.tsx';

const sides = ['from', 'to'] as const;

/** Two runs beside each other. Which ones stands in the address, so that it can be sent to a colleague. */
export function ComparePage() {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const chosen = useSearch({ from: '/compare' });
  useHeading(say('compare'));
  const { data: runs, error: unlisted } = useCompletedRuns();
  const { from, to } = chosen;
  const both = from !== undefined && to !== undefined && from !== to;
  const compared = useQuery({
    queryKey: ['compare', from, to, language],
    queryFn: ({ signal }) => ask<ComparisonAnswer>(`/api/v1/runs/${from}/compare/${to}`, { language, signal }),
    enabled: both,
    staleTime: Infinity,
  });
  const before = useFigures(both ? from : undefined);
  const after = useFigures(both ? to : undefined);
  return (
    <div className="page">
      <h1 className="title-1">{say('compare')}</h1>
      <p className="lead">{say('compare_how')}</p>
      {unlisted && <Trouble error={unlisted} />}
      {runs && runs.length < 2 && <p className="notice">{say('needs_two')}</p>}
      <div className="filters">
        {sides.map((side) => (
          <label key={side} className="field">
            <span>{say(side === 'from' ? 'earlier' : 'later')}</span>
            <select
              value={chosen[side] ?? ''}
              onChange={({ target }) => void navigate({ to: '/compare', search: { ...chosen, [side]: target.value } })}
            >
              <option value="" disabled>
                {say('choose_run')}
              </option>
              {runs?.map(({ run_id: id, customers, created_at: at }) => (
                <option key={id} value={id}>
                  {moment(at, language)} · {say('n_customers', { n: customers ?? 0 })} · {id.slice(0, 8)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {compared.error && <Trouble error={compared.error} retry={() => void compared.refetch()} />}
      {both && compared.isFetching && (
        <p className="quiet" role="status">
          {say('loading')}
        </p>
      )}
      {compared.data && before && after && <Compared found={compared.data} before={before} after={after} />}
    </div>
  );
}

function useFigures(run: string | undefined): RunFigures | undefined {
  const { language } = useLook();
  const { data } = useQuery({
    queryKey: ['figures', run, language],
    queryFn: ({ signal }) => ask<RunFigures>(`/api/v1/runs/${run}/figures?lang=${language}`, { language, signal }),
    enabled: run !== undefined,
    staleTime: Infinity,
  });
  return data;
}

interface Props {
  readonly found: ComparisonAnswer;
  readonly before: RunFigures;
  readonly after: RunFigures;
}

function Compared({ found, before, after }: Props) {
  const say = useSay();
  const { language } = useLook();
  const { recommendation, message, reasons, identity, customers, migration, drift } = found;
  const kept = new Map(
    identity.segments.flatMap(({ state, segment_id: id, previous_segment_ids: [previous] }) =>
      state === 'kept' && id !== null && previous !== undefined ? [[previous, id] as const] : [],
    ),
  );
  return (
    <>
      <section className="box recommendation">
        <h2>{say(`recommendation_${recommendation}`)}</h2>
        <p className="claim">{message}</p>
        <ul>
          {reasons.map(({ code, message: reason }) => (
            <li key={code}>{reason}</li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{say('section_fates')}</h2>
        <ul className="box fates">
          {identity.segments.map(({ segment_id: id, previous_segment_ids: previous, message: fate }) => (
            <li key={`${id} ${previous.join(' ')}`}>{fate}</li>
          ))}
        </ul>
      </section>
      {customers.shared > 0 && (
        <section>
          <h2>{say('section_moves')}</h2>
          <Moves
            migration={migration}
            before={before.segments}
            after={after.segments}
            kept={kept}
            subtitle={say('moves_sub', { shared: customers.shared, moved: customers.moved })}
          />
        </section>
      )}
      <section>
        <h2>{say('section_drift')}</h2>
        <div className="box">
          <p className="sub">{say('drift_sub')}</p>
          <div className="scroll" tabIndex={0} role="region" aria-label={say('section_drift')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say('feature')}</th>
                  <th scope="col" className="n">
                    {say('drift')}
                  </th>
                  <th scope="col" className="n">
                    {say('shift')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {drift.input.map(({ feature, psi, shift }) => (
                  <tr key={feature}>
                    <th scope="row">
                      <code>{feature}</code>
                    </th>
                    <td className="n">{measure(psi, language)}</td>
                    <td className="n">{measure(shift, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {drift.fit && (
            <p>
              {say('fit_agreement', { agreement: measure(drift.fit.agreement, language) })}{' '}
              {say('fit_outside', { share: share(drift.fit.out_of_range, language) })}
            </p>
          )}
          <p className="quiet">
            {say('customers')}: {count(customers.before, language)} → {count(customers.after, language)}
          </p>
        </div>
      </section>
    </>
  );
}
