import { createRequire } from 'node:module';
import type * as Arrow from 'apache-arrow';
import type * as Parquet from 'hyparquet-writer';
import type { Bytes } from './bytes.ts';
import type { LabelledRow } from './labels.ts';

// Loaded when somebody asks for such a file: no thread starts slower for them.
const load = createRequire(import.meta.url);

/** An Arrow file (Feather V2) of one record batch; names of segments are dictionaries. */
export function arrowLabels(rows: readonly LabelledRow[]): Bytes {
  const arrow = load('apache-arrow') as typeof Arrow;
  const { vectorFromArray, Utf8, Int32, Float64, Dictionary } = arrow;
  const table = new arrow.Table({
    customer_id: vectorFromArray(
      rows.map(({ customerId }) => customerId),
      new Utf8(),
    ),
    segment_id: vectorFromArray(
      rows.map(({ segmentId }) => segmentId),
      new Int32(),
    ),
    segment: vectorFromArray(
      rows.map(({ segment }) => segment),
      new Dictionary(new Utf8(), new Int32()),
    ),
    confidence: vectorFromArray(
      rows.map(({ confidence }) => confidence),
      new Float64(),
    ),
    second_segment_id: vectorFromArray(
      rows.map(({ secondSegmentId }) => secondSegmentId),
      new Int32(),
    ),
    generated_name: vectorFromArray(
      rows.map(({ generatedName }) => generatedName),
      new Dictionary(new Utf8(), new Int32()),
    ),
  });
  return arrow.tableToIPC(table, 'file') as Bytes;
}

/** A Parquet file. */
export function parquetLabels(rows: readonly LabelledRow[]): Bytes {
  const { parquetWriteBuffer } = load('hyparquet-writer') as typeof Parquet;
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'customer_id', data: rows.map(({ customerId }) => customerId), type: 'STRING', nullable: false },
      { name: 'segment_id', data: rows.map(({ segmentId }) => segmentId), type: 'INT32', nullable: false },
      { name: 'segment', data: rows.map(({ segment }) => segment), type: 'STRING', nullable: false },
      { name: 'confidence', data: rows.map(({ confidence }) => confidence), type: 'DOUBLE', nullable: false },
      {
        name: 'second_segment_id',
        data: rows.map(({ secondSegmentId }) => secondSegmentId),
        type: 'INT32',
        nullable: true,
      },
      { name: 'generated_name', data: rows.map(({ generatedName }) => generatedName), type: 'STRING', nullable: false },
    ],
    createdBy: 'clientele',
  });
  return new Uint8Array(buffer);
}
