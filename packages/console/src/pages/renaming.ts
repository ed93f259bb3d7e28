import { useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { useLook } from '../look/look.ts';

/** Whatever of a run tells what it, or a segment of it, is called. */
const told = ['run', 'figures', 'segment', 'labels', 'customer', 'customers'];

/** Gives a run, or one of its segments, another name (null: none of its own); everything that tells it is asked for anew. */
export function useRenaming(run: string): (name: string | null, segment?: number) => Promise<void> {
  const { language } = useLook();
  const client = useQueryClient();
  return async (name, segment) => {
    const path = `/api/v1/runs/${run}${segment === undefined ? '' : `/segments/${segment}`}`;
    await call(path, { method: 'PATCH', body: JSON.stringify({ name }), language });
    await Promise.all(told.map((key) => client.invalidateQueries({ queryKey: [key, run] })));
    await client.invalidateQueries({ queryKey: ['runs'] });
  };
}
