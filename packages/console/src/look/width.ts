import { useSyncExternalStore } from 'react';

/** From which window on figures stand beside a rail, and how wide they are then, in pixels; below it as on paper. */
const widths = [
  [1440, 1_070],
  [1200, 926],
] as const;
const AS_ON_PAPER = 700;
const media = widths.map(([from, width]) => ({ width, query: matchMedia(`(min-width: ${from}px)`) }));

/** What the service should draw the figures for: their letters keep their size then. */
export function useFigureWidth(): number {
  return useSyncExternalStore(
    (changed) => {
      for (const { query } of media) query.addEventListener('change', changed);
      return () => {
        for (const { query } of media) query.removeEventListener('change', changed);
      };
    },
    () => media.find(({ query }) => query.matches)?.width ?? AS_ON_PAPER,
  );
}
