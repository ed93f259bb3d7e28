import { type Flow, type Flows, type Measure, type Place, sizeOf } from './flows.ts';

/** Pixels that everything shown shares, and what stands between two places. */
const HEIGHT = 340;
const GAP = 12;
/** What a name needs. */
export const LEAST = 34;

/** A place as it stands on its side. */
export interface Node {
  readonly place: Place;
  readonly y: number;
  readonly height: number;
}

/** A flow from `y1` on the left to `y2` on the right. */
export interface Band extends Flow {
  readonly y1: number;
  readonly y2: number;
  readonly height: number;
}

/** Where places and flows are drawn, in pixels: both sides in their order, each name with room to be read. */
export function bandsOf({ before, after, flows }: Flows, measure: Measure) {
  const all = flows.reduce((sum, flow) => sum + sizeOf(flow, measure), 0);
  const scale = all > 0 ? HEIGHT / all : 0;
  const left = stacked(before, (place) => sumAt(flows, 'from', place, measure) * scale);
  const right = stacked(after, (place) => sumAt(flows, 'to', place, measure) * scale);
  /** Where the next band of a place begins. */
  const next = new Map([...left, ...right].map(({ place, y }) => [place, y]));
  const bands = flows.map((flow): Band => {
    const height = sizeOf(flow, measure) * scale;
    const [y1 = 0, y2 = 0] = [flow.from, flow.to].map((place) => {
      const y = next.get(place) ?? 0;
      next.set(place, y + height);
      return y;
    });
    return { ...flow, height, y1, y2 };
  });
  return { left, right, bands, height: Math.max(...[left, right].map(endOf)) };
}

/** What all flows of a place come to. */
export function sumAt(flows: readonly Flow[], side: 'from' | 'to', place: Place, measure: Measure): number {
  return flows.reduce((sum, flow) => (flow[side] === place ? sum + sizeOf(flow, measure) : sum), 0);
}

function stacked(places: readonly Place[], heightOf: (place: Place) => number): Node[] {
  let y = 0;
  return places.map((place) => {
    const node = { place, y, height: heightOf(place) };
    y += Math.max(LEAST, node.height) + GAP;
    return node;
  });
}

function endOf(nodes: readonly Node[]): number {
  const last = nodes.at(-1);
  return last ? last.y + Math.max(LEAST, last.height) : 0;
}
