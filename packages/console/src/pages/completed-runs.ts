import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/call.ts';
import type { ListedRun } from '../api/types.ts';
import { useLook } from '../look/look.ts';

/** The latest hundred runs with a result. */
export function useCompletedRuns() {
  const { language } = useLook();
  return useQuery({
    queryKey: ['completed'],
    queryFn: async ({ signal }) =>
      (await ask<{ runs: ListedRun[] }>('/api/v1/runs?state=completed&limit=100', { language, signal })).runs,
  });
}
