import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { toneOf } from '../look/tone.ts';
import { inside, nearest } from './find.ts';
import { type Ink, mixedOrder, paint, type Rgb } from './paint.ts';
import { OUTLIER, type Points } from './points.ts';
import { fitted, panned, type Size, toPixel, type View, zoomed } from './view.ts';

/** How near a pointer has to come to a dot, in pixels. */
const REACH = 12;
const STEP = 60;
const ZOOM = 1.3;
const WIDEST_RATIO = 2;

interface Props {
  readonly points: Points;
  readonly segments: RunFigures['segments'];
  readonly words: { readonly across: string; readonly up: string; readonly title: string };
  /** Who stands back; null where nobody does. */
  readonly ghost: ((row: number) => boolean) | null;
  /** Whether the pointer draws a line around customers instead of moving the map. */
  readonly drawing: boolean;
  readonly onDrawn: (rows: readonly number[]) => void;
  /** A key that is not about moving: a letter, a digit, or escape. */
  readonly onKey: (key: string) => void;
  readonly tip: (row: number) => ReactNode;
  /** The buttons that zoom. */
  readonly zooms: (by: Record<'closer' | 'farther' | 'fit', () => void>) => ReactNode;
}
type Spot = readonly [number, number];

/** The customers on a canvas: every frame is drawn whole, so that nothing is ever blurred or missing. */
export function Plane({ points, segments, words, ghost, drawing, onDrawn, onKey, tip, zooms }: Props) {
  const say = useSay();
  const { theme } = useLook();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointers = useRef(new Map<number, Spot>());
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [moved, setMoved] = useState<View | null>(null);
  const [hover, setHover] = useState<{ row: number; at: Spot } | null>(null);
  const [line, setLine] = useState<readonly Spot[]>([]);
  const [active, setActive] = useState(false);
  const dark = useDark();
  const order = useMemo(() => mixedOrder(points.x.length), [points]);
  const fit = useMemo(() => fitted(points, size), [points, size]);
  const view = moved ?? fit;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    const target = canvas.current;
    if (!target || size.width === 0) return;
    const frame = requestAnimationFrame(() => {
      const ratio = Math.min(WIDEST_RATIO, window.devicePixelRatio);
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (target.width !== width || target.height !== height) Object.assign(target, { width, height });
      const context = target.getContext('2d');
      if (!context) return;
      const picture = context.createImageData(width, height);
      paint(picture.data, { width, height }, points, order, { view, ratio, ink: inkOf(target, segments, ghost) });
      context.putImageData(picture, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [points, order, segments, view, size, ghost, theme, dark]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    // React listens to the wheel passively: the page would scroll along.
    const turn = (event: WheelEvent): void => {
      if (!event.ctrlKey && !active) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), [event.offsetX, event.offsetY]);
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  });

  const zoom = (factor: number, at: Spot = [size.width / 2, size.height / 2]): void =>
    setMoved((before) => zoomed(before ?? fit, fit, size, factor, at));
  const pan = (dx: number, dy: number): void => setMoved((before) => panned(before ?? fit, dx, dy));

  const press = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, spotOf(event));
    setActive(true);
    if (drawing) setLine([spotOf(event)]);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const at = spotOf(event);
    const before = pointers.current.get(event.pointerId);
    if (!before) {
      const row = nearest(points, view, size, at, REACH);
      setHover(row === null ? null : { row, at });
      return;
    }
    setHover(null);
    if (drawing) setLine([...line, at]);
    else if (pointers.current.size === 1) pan(at[0] - before[0], at[1] - before[1]);
    else {
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1] ?? at;
      zoom(apart(at, other) / (apart(before, other) || 1), [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2]);
    }
    pointers.current.set(event.pointerId, at);
  };
  const release = (event: PointerEvent<HTMLCanvasElement>): void => {
    pointers.current.delete(event.pointerId);
    if (drawing && line.length > 2) onDrawn(inside(points, view, size, line));
    setLine([]);
  };
  const keyed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => pan(STEP, 0),
      ArrowRight: () => pan(-STEP, 0),
      ArrowUp: () => pan(0, STEP),
      ArrowDown: () => pan(0, -STEP),
      '+': () => zoom(ZOOM),
      '=': () => zoom(ZOOM),
      '-': () => zoom(1 / ZOOM),
      '0': () => setMoved(null),
    };
    const act = moves[event.key];
    if (!act && !/^(?:[a-z1-9]|Escape)$/i.test(event.key)) return;
    event.preventDefault();
    if (act) act();
    else onKey(event.key.toLowerCase());
  };

  return (
    <div className="plane-frame">
      <p className="axis-up" aria-hidden="true">
        {words.up} →
      </p>
      <div className="plane-box" ref={box}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription={say('map_role')}
          aria-label={`${words.title}. ${say('map_axes', { across: words.across, up: words.up })} ${say('map_keys')}`}
          className={drawing ? 'drawing' : ''}
          onPointerDown={press}
          onPointerMove={move}
          onPointerUp={release}
          onPointerCancel={release}
          onPointerLeave={() => setHover(null)}
          onKeyDown={keyed}
          onBlur={() => setActive(false)}
        />
        <div className="pills" aria-hidden="true">
          {placed(segments, points, view, size).map(({ segment, x, y }) => (
            <span
              key={segment.segment_id}
              className={`pill-label ${toneOf(segment)} ${segment.trust ?? 'unreliable'}`}
              style={{ left: x, top: y }}
            >
              <span className={`disc ${toneOf(segment)}`}>{segment.letter}</span>
              <span className="pill-name">{segment.name}</span>
            </span>
          ))}
        </div>
        {line.length > 1 && (
          <svg className="lasso" width={size.width} height={size.height} aria-hidden="true">
            <polygon points={line.map((spot) => spot.join(',')).join(' ')} />
          </svg>
        )}
        {hover && (
          <div className="tip" style={tipAt(hover.at, size)}>
            {tip(hover.row)}
          </div>
        )}
        <div className="zooms">
          {zooms({ closer: () => zoom(ZOOM), farther: () => zoom(1 / ZOOM), fit: () => setMoved(null) })}
        </div>
      </div>
      <p className="axis-across" aria-hidden="true">
        {words.across} →
      </p>
    </div>
  );
}

function spotOf({ nativeEvent: { offsetX, offsetY } }: PointerEvent): Spot {
  return [offsetX, offsetY];
}

function apart([ax, ay]: Spot, [bx, by]: Spot): number {
  return Math.hypot(ax - bx, ay - by);
}

function tipAt([x, y]: Spot, { width, height }: Size) {
  const left = x > width / 2 ? { right: width - x + 14 } : { left: x + 14 };
  return y > height / 2 ? { ...left, bottom: height - y + 14 } : { ...left, top: y + 14 };
}

/** Colours as the page has them now. */
function inkOf(canvas: HTMLElement, segments: RunFigures['segments'], ghost: Ink['ghost']): Ink {
  const style = getComputedStyle(canvas);
  const colour = (token: string): Rgb => rgb(style.getPropertyValue(token).trim());
  const rest = colour('--text-3');
  const tones = new Map(
    segments.map(({ segment_id: id, tone }) => [
      id < 0 ? OUTLIER : id,
      id < 0 ? colour('--seg-noise') : tone === null ? rest : colour(`--seg-${tone}`),
    ]),
  );
  return { ground: colour('--surface'), of: (segment) => tones.get(segment) ?? rest, ghost, ghostAlpha: 0.12 };
}

/** #0235b4 -> 2, 53, 180; a style sheet may shorten it to three digits. */
function rgb(hex: string): Rgb {
  const digits = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Whether the system asks for dark now: the dots are drawn again when it changes. */
function useDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const heard = (): void => setDark(media.matches);
    media.addEventListener('change', heard);
    return () => media.removeEventListener('change', heard);
  }, []);
  return dark;
}

const PILL = 28;
/** About how wide a letter of a name is; on a narrow map there are no names. */
const LETTER = 7;
const NARROW = 500;

/** Names at the middle of their segments, pushed apart where they would cover each other. */
function placed(segments: RunFigures['segments'], points: Points, view: View, size: Size) {
  const boxes = segments
    .filter(({ segment_id: id }) => id >= 0)
    .map((segment) => {
      const [x, y] = toPixel(view, size, ...centreOf(points, segment.segment_id));
      return { segment, x, y };
    })
    .filter(({ x, y }) => x > 0 && y > 0 && x < size.width && y < size.height)
    .toSorted((a, b) => a.y - b.y);
  const width = ({ segment: { name } }: (typeof boxes)[number]): number =>
    size.width < NARROW ? PILL : PILL + LETTER * name.length;
  for (let i = 1; i < boxes.length; i++)
    for (let j = 0; j < i; j++) {
      const [above, below] = [boxes[j], boxes[i]];
      if (above && below && below.y - above.y < PILL && Math.abs(above.x - below.x) < (width(above) + width(below)) / 2)
        below.y = above.y + PILL;
    }
  return boxes;
}

const centres = new WeakMap<Points, Map<number, Spot>>();

/** The middle of a segment in both directions, looked for once. */
function centreOf(points: Points, id: number): Spot {
  const known = centres.get(points) ?? new Map<number, Spot>();
  centres.set(points, known);
  const found = known.get(id);
  if (found) return found;
  const own = (values: Float32Array): Float32Array => values.filter((_, row) => points.segment[row] === id).toSorted();
  const middle = (sorted: Float32Array): number => sorted[sorted.length >> 1] ?? 0;
  const centre: Spot = [middle(own(points.x)), middle(own(points.y))];
  known.set(id, centre);
  return centre;
}
