import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/call.ts';
import type { ShownTask } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';

/** How often a list with runs at work is looked at again. */
export const LOOK_MS = 2_000;

/** How far a run at work is. */
export function RunningBar({ task }: { task: string }) {
  const say = useSay();
  const { language } = useLook();
  const { data } = useQuery({
    queryKey: ['running', task],
    queryFn: ({ signal }) => ask<ShownTask>(`/api/v1/tasks/${task}`, { language, signal }),
    refetchInterval: LOOK_MS,
  });
  const percent = data?.progress?.percent;
  return percent === undefined ? null : <progress value={percent} max={100} aria-label={say('state_running')} />;
}
