import type { ComparisonAnswer } from '@clientele/service/contract/runs/comparison';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ask } from '../../api/call.ts';
import type { RunFigures } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { moment, share } from '../../look/numbers.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useCompletedRuns, useRunLabel } from '../completed-runs.ts';
import { Drift } from './drift.tsx';
import { flowsOf } from './flows.ts';
import { LargestMoves, Matrix } from './moves.tsx';
import { Sankey } from './sankey.tsx';

const sides = ['from', 'to'] as const;

/** Two runs beside each other. Which ones stands in the address, so that it can be sent to a colleague. */
export function ComparePage() {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const chosen = useSearch({ from: '/_inside/compare' });
  useHeading(say('compare'));
  const { data: runs, error: unlisted } = useCompletedRuns();
  const label = useRunLabel();
  const { from, to } = chosen;
  const both = from !== undefined && to !== undefined && from !== to;
  const compared = useQuery({
    queryKey: ['compare', from, to, language],
    queryFn: ({ signal }) => ask<ComparisonAnswer>(`/api/v1/runs/${from}/compare/${to}`, { language, signal }),
    enabled: both,
    staleTime: Infinity,
  });
  const headOf = (id: string | undefined): string => {
    const run = runs?.find((one) => one.run_id === id);
    return run ? (run.name ?? moment(run.created_at, language)) : say(id === from ? 'earlier' : 'later');
  };
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
              {runs?.map((run) => (
                <option key={run.run_id} value={run.run_id}>
                  {label(run)}
                </option>
              ))}
            </select>
          </label>
        ))}
        {both && (
          <IconButton
            icon="swap"
            label={say('swap')}
            onClick={() => void navigate({ to: '/compare', search: { from: to, to: from } })}
          />
        )}
      </div>
      {compared.error && <Trouble error={compared.error} retry={() => void compared.refetch()} />}
      {both && compared.isFetching && (
        <p className="quiet" role="status">
          {say('loading')}
        </p>
      )}
      {compared.data && before && after && (
        <Compared found={compared.data} before={before} after={after} heads={[headOf(from), headOf(to)]} />
      )}
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
  /** What both runs are called over the bands between them. */
  readonly heads: readonly [string, string];
}

/** What has changed, from the top: the sentence, what to do, who moved, what drifted, what became of each segment. */
function Compared({ found, before, after, heads }: Props) {
  const say = useSay();
  const { language } = useLook();
  const { recommendation, message, reasons, identity, customers } = found;
  const flows = flowsOf(found, before.segments, after.segments);
  const kept = identity.segments.filter(({ state }) => state === 'kept').length;
  const same = kept === before.segments.length && kept === after.segments.length;
  return (
    <>
      <div className="compared">
        <div>
          <h2 className="finding">
            {same ? say('same_segments', { n: kept }) : say('kept_segments', { kept, n: before.segments.length })}{' '}
            {customers.shared > 0 &&
              say('changed_place', { share: share(customers.moved / customers.shared, language) })}
          </h2>
          <p className="claim">
            {customers.shared > 0
              ? say('changed_more', { shared: customers.shared, moved: customers.moved })
              : say('nobody_shared')}
          </p>
        </div>
        <section className="recommendation">
          <p className="quiet">{say('recommendation')}</p>
          <h3>{say(`recommendation_${recommendation}`)}</h3>
          <p>{message}</p>
          <ul>
            {reasons.map(({ code, message: reason }) => (
              <li key={code}>{reason}</li>
            ))}
          </ul>
        </section>
      </div>
      {customers.shared > 0 && <Sankey flows={flows} heads={heads} />}
      <div className="beside">
        {customers.shared > 0 && (
          <div>
            <LargestMoves flows={flows} />
            <Matrix flows={flows} />
          </div>
        )}
        <Drift found={found} before={before.segments} />
      </div>
      <section>
        <h2>{say('section_fates')}</h2>
        <ul className="box fates">
          {identity.segments.map(({ segment_id: id, previous_segment_ids: previous, message: fate }) => (
            <li key={`${id} ${previous.join(' ')}`}>{fate}</li>
          ))}
        </ul>
      </section>
    </>
  );
}
