import { closeTeam, leadTeam, teamSeat } from '@clientele/engine';
import type { Threads } from './node.ts';

/**
 * Lets everything that this Web Worker computes with the engine run on `count` threads (default: as many as the machine
 * has cores), with the same results to the last bit. Call it in a worker: a page itself may not wait for others. The
 * page must be cross-origin isolated (COOP and COEP headers); where it is not, the count is 1 and everything still works.
 */
export function openThreads(count: number = navigator.hardwareConcurrency): Threads {
  const seat = count > 1 && globalThis.crossOriginIsolated ? teamSeat() : null;
  if (!seat) return { count: 1, close: async () => undefined };
  const program = new URL(import.meta.url.endsWith('.ts') ? './web-helper.ts' : './web-helper.js', import.meta.url);
  const helpers = Array.from({ length: count - 1 }, () => {
    const helper = new Worker(program, { type: 'module', name: 'clientele-helper' });
    helper.postMessage(seat, []);
    return helper;
  });
  leadTeam(seat, helpers.length);
  return {
    count,
    async close() {
      leadTeam(seat, 0);
      closeTeam(seat);
      for (const helper of helpers) helper.terminate();
    },
  };
}
