/** Loaded into the server before its own code: measures the delay of its main loop and tells the parent when asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', (asked) => {
    if (asked === 'reset') delay.reset();
    // Nanoseconds; a timer of 1 ms is the least it can see.
    else process.send?.({ p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 });
  });
  process.channel?.unref();
}
