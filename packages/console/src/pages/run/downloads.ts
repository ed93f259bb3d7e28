import Papa from 'papaparse';
import { call } from '../../api/call.ts';
import { shortId } from '../../look/name.ts';
import type { Points } from '../../map/points.ts';
import { saveBlob } from '../../parts/save.ts';

/** A labelled customer as the file of labels has it. */
type Row = Readonly<Record<'customer_id' | 'segment_id' | 'segment' | 'confidence' | 'second_segment_id', string>>;

/** All labels of a run, in the order its customers were sent. */
export async function labelsOf(run: string, language: string): Promise<Row[]> {
  const response = await call(`/api/v1/runs/${run}/labels?format=csv`, { language });
  return Papa.parse<Row>(await response.text(), { header: true, skipEmptyLines: true }).data;
}

/** Saves the customers of one segment as CSV; how many there were. */
export async function saveAudience(
  run: string,
  segment: number,
  { name, language }: { name: string; language: string },
): Promise<number> {
  const rows = (await labelsOf(run, language)).filter(({ segment_id: id }) => Number(id) === segment);
  saveRows(rows, `audience-${name}-${shortId(run)}.csv`);
  return rows.length;
}

/** Ids stand in the file exactly as they were sent. */
export function saveRows(rows: readonly Row[], name: string): void {
  saveBlob(new Blob([Papa.unparse([...rows], { newline: '\n' })], { type: 'text/csv;charset=utf-8' }), name);
}

/** Where every customer lies on the map, with its segment and how sure that is. */
export function mapCsv({ x, y }: Points, rows: readonly Row[]): string {
  const lines = rows.map(({ customer_id, segment, confidence }, i) => ({
    customer_id,
    x: x[i],
    y: y[i],
    segment,
    confidence,
  }));
  return `${Papa.unparse(lines, { newline: '\n' })}\n`;
}
