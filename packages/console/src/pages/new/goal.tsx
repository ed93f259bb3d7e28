import { type Draft, draft as drafts } from '../../data/draft.ts';
import { type Goal, MOST_SEGMENTS, type Method, methods, objectives } from '../../data/goal.ts';
import { useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import type { WordKey } from '../../words/words.ts';
import { useCompletedRuns, useRunLabel } from '../completed-runs.ts';

const methodWords = {
  auto: 'method_auto',
  kmeans: 'algorithm_KMeans',
  gmm: 'algorithm_GaussianMixture',
  hierarchical: 'algorithm_Agglomerative',
  dbscan: 'algorithm_DBSCAN',
} as const satisfies Record<Method, WordKey>;

/** The questions of every segmentation: what decides, how many segments, and by which method. */
export function GoalQuestions({ draft }: { draft: Draft }) {
  const say = useSay();
  const { goal } = draft;
  const settle = (change: Partial<Goal>): void => drafts.set({ ...draft, goal: { ...goal, ...change } });
  const own = goal.method === 'dbscan';
  const number = own ? 'find' : goal.number;
  const typed = (name: 'most' | 'exact', asked: boolean) => (
    <input
      type="number"
      aria-label={say(name === 'most' ? 'at_most' : 'exactly_many')}
      min={2}
      max={MOST_SEGMENTS}
      value={goal[name]}
      required={asked}
      disabled={!asked}
      onChange={({ target }) => settle({ [name]: target.value })}
    />
  );
  return (
    <>
      <fieldset className="ask">
        <legend>{say('decide_by')}</legend>
        {objectives.map((one) => (
          <label key={one} className="check">
            <input
              type="radio"
              name="objective"
              checked={goal.objective === one}
              onChange={() => settle({ objective: one })}
            />
            <span>
              {say(`objective_${one}`)} <span className="quiet">{say(`objective_${one}_more`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className="ask">
        <legend>{say('how_many')}</legend>
        {(['find', 'exact'] as const).map((one) => (
          <div key={one} className="with-number">
            <label className="check">
              <input
                type="radio"
                name="number"
                checked={number === one}
                disabled={own && one === 'exact'}
                onChange={() => settle({ number: one })}
              />
              <span>{say(`number_${one}`)}</span>
            </label>
            {typed(one === 'find' ? 'most' : 'exact', number === one)}
          </div>
        ))}
        {own && <p className="quiet">{say('dbscan_number')}</p>}
      </fieldset>
      <label className="ask field">
        <span>{say('methods')}</span>
        <select value={goal.method} onChange={({ target }) => settle({ method: target.value as Method })}>
          {methods.map((one) => (
            <option key={one} value={one}>
              {say(methodWords[one])}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** Which earlier run this one goes on from, where there is one. */
export function EarlierRun({ draft }: { draft: Draft }) {
  const say = useSay();
  const { data: earlier = [] } = useCompletedRuns();
  const label = useRunLabel();
  const { goal } = draft;
  const known = goal.previous === '' || earlier.some(({ run_id: id }) => id === goal.previous);
  if (earlier.length === 0 && known) return null;
  return (
    <label className="ask field">
      <span>{say('same_names')}</span>
      <select
        value={goal.previous}
        onChange={({ target }) => drafts.set({ ...draft, goal: { ...goal, previous: target.value } })}
      >
        <option value="">{say('no_earlier')}</option>
        {!known && <option value={goal.previous}>{shortId(goal.previous)}</option>}
        {earlier.map((run) => (
          <option key={run.run_id} value={run.run_id}>
            {label(run)}
          </option>
        ))}
      </select>
      <small className="quiet">{say('same_names_more')}</small>
    </label>
  );
}
