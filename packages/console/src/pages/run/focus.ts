import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FocusEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { RunFigures } from '../../api/types.ts';
import { keyOf, segmentOf } from '../../data/keys.ts';
import { toneOf } from '../../look/tone.ts';

/** A pointer that rests so long on a segment, in milliseconds, asks for it; one that passes by changes nothing. */
const REST_MS = 80;

/** Who stands out in the map and in every figure. */
export interface Focus {
  /** Who is pointed at, or else who is pinned; null for everybody. */
  readonly shown: number | null;
  /** Who stays when the pointer leaves; it stands in the address. */
  readonly pinned: number | null;
  readonly pin: (segment: number | null) => void;
  /** For the element around it all. */
  readonly on: {
    readonly onPointerOver: (event: PointerEvent) => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: (event: FocusEvent) => void;
    readonly onBlur: () => void;
    readonly onClick: (event: MouseEvent) => void;
  };
}

/** Follows pointer, focus and address: a segment that is pointed at anywhere stands out everywhere. */
export function useFocus({ structured, segments }: RunFigures): Focus {
  const { focus: key, ...others } = useSearch({ from: '/_inside/segmentations/$run' });
  const navigate = useNavigate({ from: '/segmentations/$run' });
  const [pointed, setPointed] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const known = structured ? segments : [];
  const byTone = new Map(known.map((segment) => [toneOf(segment), segment.segment_id]));
  const wanted = key === undefined ? null : segmentOf(key);
  const pinned = known.some(({ segment_id: id }) => id === wanted) ? wanted : null;

  const aim = (segment: number | null): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPointed(segment), REST_MS);
  };
  const pin = (segment: number | null): void => {
    const found = known.find(({ segment_id: id }) => id === segment);
    setPointed(null);
    const search = { ...others, ...(found && { focus: keyOf(found) }) };
    void navigate({ search, hash: true, replace: true, resetScroll: false });
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (pinned === null) return;
    const free = ({ key: pressed, target, defaultPrevented }: KeyboardEvent): void => {
      if (pressed === 'Escape' && !defaultPrevented && !(target instanceof HTMLInputElement)) pin(null);
    };
    document.addEventListener('keydown', free);
    return () => document.removeEventListener('keydown', free);
  });
  return {
    shown: pointed ?? pinned,
    pinned,
    pin,
    on: {
      onPointerOver: ({ target, pointerType }) => pointerType !== 'touch' && aim(segmentAt(target, byTone)),
      onPointerLeave: () => aim(null),
      onFocus: ({ target }) => aim(segmentAt(target, byTone)),
      onBlur: () => aim(null),
      onClick({ target }) {
        const segment = markAt(target, byTone);
        if (segment !== null) pin(segment === pinned ? null : segment);
      },
    },
  };
}

type ByTone = ReadonlyMap<string, number>;

/** The segment of a mark, or of the row, the button or the heading that it is in; null for none. */
function segmentAt(target: EventTarget | null, byTone: ByTone): number | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest('tr, .segment, button')?.querySelector('.who .disc, th[scope=row] .disc, :scope > .disc');
  return markedAt(target, byTone) ?? (row ? toneIn(row, byTone) : null);
}

/** The segment of the mark of a figure, or of the letter beside a name; null for what is there to be pressed or read. */
function markAt(target: EventTarget | null, byTone: ByTone): number | null {
  if (!(target instanceof Element) || target.closest('a, button, input, select, summary')) return null;
  return target.closest('svg, .disc') ? markedAt(target, byTone) : null;
}

function markedAt(target: Element, byTone: ByTone): number | null {
  for (let element: Element | null = target; element && !element.matches('article'); element = element.parentElement) {
    const segment = toneIn(element, byTone);
    if (segment !== null) return segment;
  }
  return null;
}

function toneIn({ classList }: Element, byTone: ByTone): number | null {
  for (const name of classList) {
    const segment = byTone.get(name);
    if (segment !== undefined) return segment;
  }
  return null;
}
