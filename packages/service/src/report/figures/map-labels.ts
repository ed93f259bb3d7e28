import type { Segment } from '../context.ts';
import type { Frame } from '../map.ts';
import { type Markup, markup, px } from '../markup.ts';
import { disc, textWidth } from './frame.ts';

/** A segment and where its middle lies on the map. */
export interface Centre {
  readonly segment: Segment;
  readonly at: readonly [number, number];
}
interface Box {
  readonly segment: Segment;
  readonly width: number;
  readonly x: number;
  y: number;
}

const PILL = 24;
/** Rounds after which labels either lie apart or have no room to. */
const ROUNDS = 60;

/** Names with the outline that tells their trust, pushed apart where they would cover each other. */
export function pills(centres: readonly Centre[], frame: Frame): Markup[] {
  const boxes = centres.map((centre) => boxAt(centre, frame, [textWidth(centre.segment.name, 13) + 38, PILL]));
  return apart(boxes, PILL, frame).map(({ segment, width, x, y }) => {
    const left = x - width / 2;
    return markup`<g class="${segment.tone}"><rect class="pill ${outline(segment)}" x="${px(left)}" y="${px(y - PILL / 2)}" width="${px(width)}" height="${PILL}" rx="${PILL / 2}"/></g>${disc(segment, [left + 13, y], 8)}<text class="strong" font-size="13" x="${px(left + 26)}" y="${px(y + 4.5)}">${segment.name}</text>`;
  });
}

/** Letters alone, where there is no room for names: the same outline as a ring around each. */
export function lettered(centres: readonly Centre[], radius: number, frame: Frame): Markup[] {
  const ring = radius * 1.32;
  const boxes = centres.map((centre) => boxAt(centre, frame, [2 * ring, 2 * ring]));
  return apart(boxes, 2 * ring, frame).map(
    ({ segment, x, y }) =>
      markup`<g class="${segment.tone}"><circle class="pill ${outline(segment)}" cx="${px(x)}" cy="${px(y)}" r="${px(ring)}"/></g>${disc(segment, [x, y], radius)}`,
  );
}

function outline({ profile }: Segment): string {
  return profile.trust ?? 'unreliable';
}

function boxAt({ segment, at }: Centre, frame: Frame, [width, height]: readonly [number, number]): Box {
  const within = (value: number, half: number, end: number): number =>
    Math.min(end - half - 2, Math.max(half + 2, value));
  return { segment, width, x: within(at[0], width / 2, frame.width), y: within(at[1], height / 2, frame.height) };
}

/** Moves boxes of one height up and down until no two touch. */
function apart(boxes: readonly Box[], height: number, frame: Frame): readonly Box[] {
  for (let round = 0; round < ROUNDS; round++)
    for (const a of boxes)
      for (const b of boxes) {
        if (a === b || a.y > b.y || (a.y === b.y && a.segment.id > b.segment.id)) continue;
        const overlap = height + 4 - (b.y - a.y);
        if (overlap <= 0 || Math.abs(a.x - b.x) > (a.width + b.width) / 2 + 4) continue;
        a.y = Math.max(height / 2 + 2, a.y - overlap / 2);
        b.y = Math.min(frame.height - height / 2 - 2, b.y + overlap / 2);
      }
  return boxes;
}
