import { quantileSorted } from '@clientele/engine';
import type { Report, Segment } from '../context.ts';
import { dots, type Frame, frameOf, project, type Projection, type Pull } from '../map.ts';
import { type Markup, markup, px, trusted } from '../markup.ts';
import { dark, light, type Token } from '../tokens.ts';
import { disc, figure, NARROW, named, svg, table, textWidth, WIDE } from './frame.ts';

const PILL = 24;

/** Every customer as a dot, alike ones close together; names at the middle of their segment. */
export function map(report: Report): Markup | null {
  const { say, segments, explanation, format, segmentation, customers, structured } = report;
  const projection = project(segmentation);
  if (!projection) return null;
  const frame = frameOf(projection, WIDE);
  const centres = segments.map((segment) => ({ segment, at: middle(frame, segmentation.labels, segment.id) }));
  const notes = [
    ...(structured ? [say('map_outline')] : []),
    ...(frame.outside > 0 ? [say('map_outside', { n: frame.outside })] : []),
  ];
  return figure(report, {
    id: 'map',
    title: explanation.figureTitles.map ?? say('map_title'),
    subtitle: say('map_sub', { n: customers, kept: format.roundShare(projection.kept) }),
    body: picture(report, frame, projection, structured ? centres : []),
    foot: notes.length > 0 ? notes.join(' ') : undefined,
    howToRead: say('how_map', { lost: format.roundShare(1 - projection.kept) }),
    table: structured
      ? table(
          [say('segment'), say('customers'), say('centre_across'), say('centre_up')],
          centres.map(({ segment }) => [
            named(segment),
            format.count(segment.profile.size),
            format.score(medianOf(projection.x, segmentation.labels, segment.id)),
            format.score(medianOf(projection.y, segmentation.labels, segment.id)),
          ]),
        )
      : undefined,
  });
}

/** The crowd without names and in one grey: what there is to see when nothing was found. */
export function crowdMap(report: Report): Markup | null {
  const projection = project(report.segmentation);
  if (!projection) return null;
  return picture(report, frameOf(projection, WIDE), projection, []);
}

interface Centre {
  readonly segment: Segment;
  readonly at: readonly [number, number];
}

function picture(report: Report, frame: Frame, projection: Projection, centres: readonly Centre[]): Markup {
  const { segmentation, segments, say } = report;
  const tokens = new Map(segments.map((segment) => [segment.id, tokenOf(segment)]));
  const ink =
    (theme: Readonly<Record<Token, string>>) =>
    (row: number): string =>
      theme[centres.length === 0 ? 'text-3' : (tokens.get(segmentation.labels[row] ?? 0) ?? 'text-3')];
  const rows = segmentation.ids.length;
  const onPaper = dots(frame, rows, ink(light), light.surface);
  const inTheDark = dots(frame, rows, ink(dark), dark.surface);
  const describe = say('see_table');
  const overlay = (content: Markup[], className: string): Markup =>
    svg({ width: frame.width, height: frame.height, title: say('map_title'), describe, className }, content);
  const letters = centres.filter(({ segment }) => segment.id >= 0);
  const zoom = WIDE / NARROW;
  const small = letters.map(({ segment, at }) => disc(segment, [at[0], at[1]], Math.round(9 * zoom)));
  const large = letters.length > 12 ? letters.map(({ segment, at }) => disc(segment, at, 10)) : pills(letters, frame);
  const plane = markup`<div class="plane"><picture><source media="screen and (prefers-color-scheme: dark)" srcset="${trusted(inTheDark)}"><img src="${trusted(onPaper)}" width="${frame.width}" height="${frame.height}" alt=""></picture>${overlay(large, 'wide')}${overlay(small, 'narrow')}</div>`;
  if (centres.length === 0) return plane;
  return markup`<div class="map"><p class="axis-up">${worded(report, projection.up)} →</p>${plane}<p class="axis-across">${worded(report, projection.across)} →</p></div>`;
}

function tokenOf({ step, id }: Segment): Token {
  if (id < 0) return 'seg-noise';
  return step === null ? 'text-3' : (`seg-${step}` as Token); // steps are 1..12, and each has a token
}

/** "more Spend and Orders, less Last order". */
function worded({ say, features, language }: Report, pulls: readonly Pull[]): string {
  const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
  const label = (name: string): string => features.find((feature) => feature.name === name)?.label ?? name;
  const side = (more: boolean): string | null => {
    const found = pulls.filter((pull) => pull.more === more).map((pull) => label(pull.feature));
    return found.length === 0 ? null : say(more ? 'axis_more' : 'axis_less', { features: list.format(found) });
  };
  return [side(true), side(false)].filter((text) => text !== null).join(', ');
}

function middle(frame: Frame, labels: Int32Array, id: number): readonly [number, number] {
  const xs: number[] = [];
  const ys: number[] = [];
  labels.forEach((label, row) => {
    if (label !== id) return;
    const [x, y] = frame.at(row);
    xs.push(x);
    ys.push(y);
  });
  if (xs.length === 0) return [0, 0];
  return [half(xs), half(ys)];
}

function half(values: readonly number[]): number {
  return quantileSorted(Float64Array.from(values).toSorted(), 0.5);
}

function medianOf(values: Float64Array, labels: Int32Array, id: number): number {
  const own = values.filter((_, row) => labels[row] === id);
  return own.length === 0 ? 0 : quantileSorted(own.toSorted(), 0.5);
}

/** Names with the outline that tells their trust, pushed apart where they would cover each other. */
function pills(centres: readonly Centre[], frame: Frame): Markup[] {
  const boxes = centres.map(({ segment, at }) => {
    const width = textWidth(segment.name, 13) + 38;
    const x = Math.min(frame.width - width / 2 - 2, Math.max(width / 2 + 2, at[0]));
    return { segment, width, x, y: Math.min(frame.height - PILL, Math.max(PILL, at[1])) };
  });
  for (let round = 0; round < 60; round++)
    for (const a of boxes)
      for (const b of boxes) {
        if (a === b || a.y > b.y || (a.y === b.y && a.segment.id > b.segment.id)) continue;
        const overlap = PILL + 4 - (b.y - a.y);
        if (overlap <= 0 || Math.abs(a.x - b.x) > (a.width + b.width) / 2 + 4) continue;
        a.y = Math.max(PILL / 2 + 2, a.y - overlap / 2);
        b.y = Math.min(frame.height - PILL / 2 - 2, b.y + overlap / 2);
      }
  return boxes.map(({ segment, width, x, y }) => {
    const left = x - width / 2;
    const line = segment.profile.trust ?? 'unreliable';
    return markup`<g class="${segment.tone}"><rect class="pill ${line}" x="${px(left)}" y="${px(y - PILL / 2)}" width="${px(width)}" height="${PILL}" rx="${PILL / 2}"/></g>${disc(segment, [left + 13, y], 8)}<text class="strong" font-size="13" x="${px(left + 26)}" y="${px(y + 4.5)}">${segment.name}</text>`;
  });
}
