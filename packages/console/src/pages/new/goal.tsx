import { type Draft, draft as drafts } from '../../data/draft.ts';
import { type Goal, MOST_SEGMENTS, type Method, methods, objectives } from '../../data/goal.ts';
import { useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { SelectField } from '../../parts/select-field.tsx';
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
      <SelectField
        className="ask"
        label={say('methods')}
        value={goal.method}
        choices={methods.map((one) => ({ key: one, words: say(methodWords[one]) }))}
        choose={(method) => settle({ method })}
      />
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
    <SelectField
      className="ask"
      label={say('same_names')}
      value={goal.previous}
      choices={[
        { key: '', words: say('no_earlier') },
        ...(known ? [] : [{ key: goal.previous, words: shortId(goal.previous) }]),
        ...earlier.map((run) => ({ key: run.run_id, words: label(run) })),
      ]}
      choose={(previous) => drafts.set({ ...draft, goal: { ...goal, previous } })}
      more={say('same_names_more')}
    />
  );
}
