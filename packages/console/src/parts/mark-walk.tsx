import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useSay } from '../look/look.ts';
import { type At, elementsAt, keyAt, keysIn, ring, wordsOf } from './marks.ts';
import { usePlaces } from './places.ts';

/** Room between a mark and its words, in pixels. */
const BESIDE = 8;

interface Props {
  readonly box: HTMLElement | null;
  /** Changes whenever the figure is drawn again. */
  readonly drawn: unknown;
}

/**
 * The drawings of a figure as one stop each: arrow keys, Home and End walk their marks, whose words follow as they do a
 * pointer; Enter is a click on a mark, T opens the table, Escape leaves.
 */
export function MarkWalk({ box, drawn }: Props) {
  const say = useSay();
  const drawings = usePlaces(box, 'svg:has([data-mark], [data-label])', drawn);
  const [at, setAt] = useState<At | null>(null);
  const walked = useRef<At | null>(null);
  useEffect(() => {
    const stops = drawings.map((drawing) => {
      const svg = drawing as unknown as SVGSVGElement; // `usePlaces` looked for those
      const show = (key: string | null): void => setAt(key === null ? null : { svg, key });
      const go = (key: string | undefined): void => {
        if (key === undefined) return;
        walked.current = { svg, key };
        show(key);
        // Who walks to a mark points at it: the segment stands out as it does under a pointer.
        elementsAt({ svg, key })[0]?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      };
      const leave = (): void => {
        walked.current = null;
        show(null);
        svg.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      };
      const keyed = (event: KeyboardEvent): void => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const keys = keysIn(svg);
        const now = walked.current?.svg === svg ? keys.indexOf(walked.current.key) : -1;
        const steps: Readonly<Record<string, () => void>> = {
          ArrowRight: () => go(keys[Math.min(keys.length - 1, now + 1)]),
          ArrowDown: () => go(keys[Math.min(keys.length - 1, now + 1)]),
          ArrowLeft: () => go(keys[Math.max(0, now - 1)]),
          ArrowUp: () => go(keys[Math.max(0, now - 1)]),
          Home: () => go(keys[0]),
          End: () => go(keys.at(-1)),
          Escape: () => svg.blur(),
          Enter: () => {
            const [mark] = walked.current ? elementsAt(walked.current) : [];
            mark?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          },
          t: () => svg.closest('figure')?.querySelector('.twin')?.toggleAttribute('open'),
        };
        const step = steps[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (!step) return;
        event.preventDefault();
        step();
      };
      const over = ({ target }: Event): void => show(keyAt(target) ?? walked.current?.key ?? null);
      const gone = (): void => show(walked.current?.svg === svg ? walked.current.key : null);
      svg.tabIndex = 0;
      svg.setAttribute('role', 'application');
      svg.setAttribute('aria-roledescription', say('figure_role'));
      svg.setAttribute('aria-label', `${nameOf(svg)}. ${say('figure_keys')}`);
      const heard = new AbortController();
      const { signal } = heard;
      svg.addEventListener('keydown', keyed, { signal });
      // After the page has heard of the focus, which points at the drawing as a whole.
      const entered = (): void =>
        void (svg.matches(':focus-visible') && setTimeout(() => svg === document.activeElement && go(keysIn(svg)[0])));
      svg.addEventListener('focus', entered, { signal });
      svg.addEventListener('blur', leave, { signal });
      svg.addEventListener('pointermove', over, { signal });
      svg.addEventListener('pointerleave', gone, { signal });
      return heard;
    });
    return () => {
      for (const heard of stops) heard.abort();
      setAt(null);
    };
  }, [drawings, say]);
  useEffect(() => {
    if (box) ring(at && walked.current, box);
  }, [at, box]);
  const ground = at?.svg.parentElement;
  if (!box || !ground) return null;
  const { title, lines } = wordsOf(at);
  return createPortal(
    <div className="tip mark-tip" role="status" style={besideOf(at, ground)}>
      <strong>{title}</strong>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>,
    ground,
  );
}

/** Over a mark, or under it where there is no room above; never out of the figure. */
function besideOf(at: At, ground: Element) {
  const around = ground.getBoundingClientRect();
  const [mark] = elementsAt(at);
  if (!mark) return {};
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const middle = (left + right) / 2 - around.left;
  const across =
    middle > around.width / 2 ? { right: Math.max(0, around.width - middle - 60) } : { left: Math.max(0, middle - 60) };
  return top - around.top > around.height / 2
    ? { ...across, bottom: around.bottom - top + BESIDE }
    : { ...across, top: bottom - around.top + BESIDE };
}

/** What a drawing is called; not by its title any more, which the browser would show over the words of a mark. */
function nameOf(svg: SVGSVGElement): string {
  const title = svg.querySelector(':scope > title');
  svg.dataset['name'] ??= title?.textContent ?? '';
  title?.remove();
  return svg.dataset['name'];
}
