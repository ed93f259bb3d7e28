/** What may become of a run. From the last three there is no way on. */
export const runStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunState = (typeof runStates)[number];

/** Whether a run in this state stays in it. */
export function isOver(state: RunState): boolean {
  return state !== 'queued' && state !== 'running';
}
