/** What `algorithm` may say: every method, or one; by the words of a request. */
export const methods = ['auto', 'kmeans', 'gmm', 'hierarchical', 'dbscan'] as const;
export type Method = (typeof methods)[number];
export const objectives = ['actionable', 'separation'] as const;
/** The largest number of segments that the service takes. */
export const MOST_SEGMENTS = 50;

/** What is asked of the grouping. Numbers stand as they are typed. */
export interface Goal {
  readonly objective: (typeof objectives)[number];
  readonly method: Method;
  /** Whether the number of segments is to be found, up to `most`, or is `exact`. */
  readonly number: 'find' | 'exact';
  readonly most: string;
  readonly exact: string;
  /** The run whose segments go on; empty for none. */
  readonly previous: string;
}

export const usualGoal: Goal = {
  objective: 'actionable',
  method: 'auto',
  number: 'find',
  most: '10',
  exact: '5',
  previous: '',
};

/** The number of segments that is asked for; null where it is to be found, as DBSCAN always does. */
export function exactNumber({ method, number, exact }: Goal): number | null {
  return number === 'exact' && method !== 'dbscan' ? Number(exact) : null;
}

/** The goal by the names of a request; either contract and files of orders have the same. */
export function goalParameters(goal: Goal): Record<string, string | number> {
  const exactly = exactNumber(goal);
  return {
    objective: goal.objective,
    ...(goal.method !== 'auto' && { algorithm: goal.method }),
    ...(exactly === null ? { max_clusters: Number(goal.most) } : { n_clusters: exactly }),
    ...(goal.previous !== '' && { previous_run_id: goal.previous }),
  };
}

/** Models that are tried at the most: K-Means, Gaussian mixture and hierarchical clustering by number, DBSCAN once. */
export function modelsFor(goal: Goal): number {
  const exactly = exactNumber(goal);
  const numbers = exactly === null ? Math.max(0, Number(goal.most) - 1) : 1;
  if (goal.method === 'dbscan') return 1;
  if (goal.method !== 'auto') return numbers;
  return 3 * numbers + (exactly === null ? 1 : 0);
}
