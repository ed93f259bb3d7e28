import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/call.ts';
import type { ListedRun } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { shortId } from '../look/name.ts';
import { moment } from '../look/numbers.ts';

/** The latest hundred runs with a result. */
export function useCompletedRuns() {
  const { language } = useLook();
  return useQuery({
    queryKey: ['completed'],
    queryFn: async ({ signal }) =>
      (await ask<{ runs: ListedRun[] }>('/api/v1/runs?state=completed&limit=100', { language, signal })).runs,
  });
}

/** What a run is called where one of many is to be chosen: its name if it has one, its time, its size, the beginning of its id. */
export function useRunLabel(): (run: ListedRun) => string {
  const say = useSay();
  const { language } = useLook();
  return ({ name, created_at: at, customers, run_id: id }) =>
    [name, moment(at, language), say('n_customers', { n: customers ?? 0 }), shortId(id)]
      .filter((part) => part !== null)
      .join(' · ');
}
