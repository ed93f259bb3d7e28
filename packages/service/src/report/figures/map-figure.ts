import { meaningOf, quantileSorted } from '@clientele/engine';
import type { Report, Segment } from '../context.ts';
import { inSentence } from '../features.ts';
import { dots, type Frame, frameOf, project, type Projection, type Pull } from '../map.ts';
import { type Markup, markup, trusted } from '../markup.ts';
import { dark, light, type Token } from '../tokens.ts';
import { figure, NARROW, named, rowOf, svg, WIDE } from './frame.ts';
import { type Centre, lettered, pills } from './map-labels.ts';
import { counted } from './sheet.ts';

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
    body: markup`${picture(report, frame, projection, structured ? centres : [])}${structured && letterKey(report)}`,
    foot: notes.length > 0 ? notes.join(' ') : undefined,
    howToRead: say('how_map', { lost: format.roundShare(1 - projection.kept) }),
    onScreenOnly: true,
    sheet: structured
      ? {
          columns: [say('segment'), say('customers'), say('centre_across'), say('centre_up')],
          rows: centres.map(({ segment }) => [
            rowOf(segment),
            counted(segment.profile.size, format.count),
            counted(medianOf(projection.x, segmentation.labels, segment.id), format.score),
            counted(medianOf(projection.y, segmentation.labels, segment.id), format.score),
          ]),
        }
      : undefined,
  });
}

/** Share of all differences that the two directions leave out, as text. */
export function lostOnMap({ segmentation, format }: Report): string {
  return format.roundShare(1 - (project(segmentation)?.kept ?? 1));
}

/** The crowd without names and in one grey: what there is to see when nothing was found. */
export function crowdMap(report: Report): Markup | null {
  const projection = project(report.segmentation);
  if (!projection) return null;
  return picture(report, frameOf(projection, WIDE), projection, []);
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
  const small = lettered(letters, 9 * zoom, frame);
  const large = letters.length > 12 ? lettered(letters, 10, frame) : pills(letters, frame);
  const plane = markup`<div class="plane"><picture><source media="screen and (prefers-color-scheme: dark)" srcset="${trusted(inTheDark)}"><img src="${trusted(onPaper)}" width="${frame.width}" height="${frame.height}" alt=""></picture>${overlay(large, 'wide')}${overlay(small, 'narrow')}</div>`;
  if (centres.length === 0) return plane;
  return markup`<div class="map"><p class="axis-up">${worded(report, projection.up)} →</p>${plane}<p class="axis-across">${worded(report, projection.across)} →</p></div>`;
}

/** What the letters stand for, where the map has room for letters only. */
function letterKey({ segments }: Report): Markup {
  return markup`<p class="legend letters">${segments.map((segment) => named(segment))}</p>`;
}

function tokenOf({ step, id }: Segment): Token {
  if (id < 0) return 'seg-noise';
  return step === null ? 'text-3' : (`seg-${step}` as Token); // steps are 1..12, and each has a token
}

/** "spends more, orders more, last order more recent"; a feature without a known role goes by its label. */
export function worded({ say, features, segmentation }: Report, pulls: readonly Pull[]): string {
  const words = pulls.map(({ feature, more }) => {
    const { role, label } = meaningOf(feature, segmentation.options.featureHints);
    const name = features.find((one) => one.name === feature)?.label ?? feature;
    return say('axis_pull', {
      role: label === null ? role : 'other',
      more: more ? 'yes' : 'no',
      feature: inSentence(name),
    });
  });
  return [...new Set(words)].join(', ');
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
