import { readFileSync } from 'node:fs';

/** Most memory this process ever held: VmHWM on Linux, elsewhere what the system's accounting says. */
export function peakMb(): number {
  try {
    const held = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
    if (held) return Math.round(Number(held[1]) / 1024);
  } catch {
    // not Linux
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
