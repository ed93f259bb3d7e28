import type { ListedRun } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { count } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';

const WIDTH = 120;
const HEIGHT = 8;
/** Room between two segments, as far as they are wider. */
const GAP = 1;
/** Segments that have a colour each. */
const COLOURS = 12;

/** How many customers are in each segment: one bar in the colours of the result. Nothing where that is not known. */
export function Sizes({ run: { segment_sizes: sizes, verdict } }: { run: ListedRun }) {
  const say = useSay();
  const { language } = useLook();
  if (sizes === null) return null;
  const all = sizes.reduce((sum, { size }) => sum + size, 0);
  let from = 0;
  const parts = sizes.map(({ segment_id: id, size }) => {
    const x = from;
    const width = (size / all) * WIDTH;
    from += width;
    return { id, x, width: Math.max(Math.min(width, GAP), width - GAP) };
  });
  return (
    <svg
      className="sizes"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={say('sizes', { list: sizes.map(({ size }) => count(size, language)).join(', ') })}
    >
      {parts.map(({ id, x, width }) => (
        <rect key={id} className={`fill ${colourOf(id, verdict)}`} x={x} width={width} height={HEIGHT} rx={1} />
      ))}
    </svg>
  );
}

/** As in the result: no colour without structure, and none left for the thirteenth. */
function colourOf(id: number, verdict: ListedRun['verdict']): string {
  return toneOf({ letter: id < 0 ? '' : '•', tone: verdict === 'none' || id >= COLOURS ? null : id + 1 });
}
