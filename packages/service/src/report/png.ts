import { encode } from 'fast-png';

export type Rgb = readonly [number, number, number];

/** A picture of dots under way: three bytes a pixel, nothing see-through. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export function canvas(width: number, height: number, ground: Rgb): Canvas {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 3) {
    data[i] = ground[0];
    data[i + 1] = ground[1];
    data[i + 2] = ground[2];
  }
  return { width, height, data };
}

/** How much of each pixel around the centre a disc covers, in 0..1; smooth at the rim. */
export interface DiscMask {
  readonly reach: number;
  readonly cover: Float64Array;
}

export function discMask(radius: number): DiscMask {
  const reach = Math.ceil(radius);
  const side = 2 * reach + 1;
  const cover = new Float64Array(side * side);
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++)
      cover[(y + reach) * side + x + reach] = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
  return { reach, cover };
}

/** Blends one disc over the picture; what falls outside is left out. */
export function stamp(target: Canvas, mask: DiscMask, at: readonly [number, number], ink: Rgb, alpha: number): void {
  const { width, height, data } = target;
  const side = 2 * mask.reach + 1;
  const left = Math.round(at[0]) - mask.reach;
  const top = Math.round(at[1]) - mask.reach;
  for (let my = 0; my < side; my++) {
    const y = top + my;
    if (y < 0 || y >= height) continue;
    for (let mx = 0; mx < side; mx++) {
      const x = left + mx;
      const share = (mask.cover[my * side + mx] ?? 0) * alpha;
      if (x < 0 || x >= width || share === 0) continue;
      const p = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) data[p + c] = Math.round((data[p + c] ?? 0) * (1 - share) + (ink[c] ?? 0) * share);
    }
  }
}

export function pngDataUri({ width, height, data }: Canvas): string {
  const file = encode({ width, height, data, channels: 3, depth: 8 }, { zlib: { level: 9 } });
  return `data:image/png;base64,${Buffer.from(file).toString('base64')}`;
}

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
