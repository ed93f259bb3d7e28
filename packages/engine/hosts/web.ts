import { gatherTeam, type Threads } from '@clientele/engine';

/**
 * Lets everything that this Web Worker computes with the engine run on `count` threads (default: as many as the machine
 * has cores), with the same results to the last bit. Call it in a worker: a page itself may not wait for others. The
 * page must be cross-origin isolated (COOP and COEP headers); where it is not, the count is 1 and everything still works.
 */
export function openThreads(count: number = navigator.hardwareConcurrency): Threads {
  return gatherTeam(globalThis.crossOriginIsolated ? count : 1, (seat) => {
    const helper = new Worker(program, { type: 'module', name: 'clientele-helper' });
    helper.postMessage(seat, []);
    return helper;
  });
}

// import.meta.url tells which of the two files is beside this one: the source, or what the build made of it.
const program = new URL(import.meta.url.endsWith('.ts') ? './web-helper.ts' : './web-helper.js', import.meta.url);
