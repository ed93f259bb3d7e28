import { useState } from 'react';
import type { Draft } from '../../data/draft.ts';
import { estimateOf } from '../../data/estimate.ts';
import { modelsFor } from '../../data/goal.ts';
import { useLook, useSay } from '../../look/look.ts';
import { useSession } from '../../parts/chrome.tsx';
import { saveBlob } from '../../parts/save.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { useCompletedRuns } from '../completed-runs.ts';
import { curlOf, requestOf } from './request.ts';

/** From so many seconds on minutes are told. */
const MINUTES_FROM = 100;

/** What the options come to: how long it will take, and the line by which a program would ask for the same. */
export function BesideOptions({ draft }: { draft: Draft }) {
  const say = useSay();
  const { goal } = draft;
  return (
    <aside className="beside-options">
      <h2>{say('will_take')}</h2>
      <p>{say('models_at_most', { models: modelsFor(goal) })}</p>
      {draft.rows === 'orders' ? (
        <p className="quiet">{say('estimate_orders')}</p>
      ) : (
        <Time
          customers={draft.read.rows}
          columns={Object.values(draft.settled).filter(({ role }) => role === 'use').length}
          models={modelsFor(goal)}
        />
      )}
      <h2>{say('same_by_curl')}</h2>
      <ByCurl draft={draft} />
    </aside>
  );
}

function Time(work: Parameters<typeof estimateOf>[0]) {
  const say = useSay();
  const { data: past = [] } = useCompletedRuns();
  const { seconds, runs } = estimateOf(work, past);
  const words =
    seconds < 1
      ? say('estimate_short')
      : seconds < MINUTES_FROM
        ? say('estimate_seconds', { n: Number(seconds.toPrecision(seconds < 10 ? 1 : 2)) })
        : say('estimate_minutes', { n: Math.round(seconds / 60) });
  return (
    <>
      <p className="claim">{words}</p>
      <p className="quiet">{runs > 0 ? say('estimate_by_runs', { runs }) : say('estimate_by_measure')}</p>
    </>
  );
}

function ByCurl({ draft }: { draft: Draft }) {
  const say = useSay();
  const { language } = useLook();
  const who = useSession()?.kind ?? 'token';
  const [done, setDone] = useState('');
  const [error, setError] = useState<unknown>(null);
  const request = requestOf(draft, who);
  const line = curlOf(request, who, language);
  const { file } = request;
  const act = (work: Promise<void>, words: string): void => {
    setError(null);
    work.then(() => setDone(words), setError);
  };
  return (
    <div className="snippet">
      <pre tabIndex={0}>{line}</pre>
      <p className="quiet">{say(who === 'token' ? 'curl_token' : 'curl_pair')}</p>
      <p className="actions">
        <button
          type="button"
          className="button small"
          onClick={() => act(navigator.clipboard.writeText(line), say('copied'))}
        >
          {say('copy')}
          <span className="hidden"> {say('same_by_curl')}</span>
        </button>
        {draft.rows === 'customers' && (
          <button
            type="button"
            className="button small"
            onClick={() =>
              act(
                request.body().then((body) => saveBlob(body, file)),
                say('saved_as', { name: file }),
              )
            }
          >
            {say('save_body', { file })}
          </button>
        )}
      </p>
      <p className="quiet" role="status">
        {done}
      </p>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}
