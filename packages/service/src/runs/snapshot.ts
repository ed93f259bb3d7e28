import { Deserializer, Serializer } from 'node:v8';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  type CustomerTable,
  type Explanation,
  type GivenNames,
  type Language,
  type Segmentation,
  type StoredSegmentation,
  toStored,
} from '@clientele/engine';
import type { Remark } from '../contract/segmentation/decode-parameters.ts';
import type { ContractName } from '../contract/runs/runs.ts';
import type { RunFigures } from '../store/run.ts';
import type { Changes } from './changes.ts';
import type { TimeSplit } from '../orders/time-check.ts';
import { contracts } from './contracts.ts';
import { keptModel } from './model.ts';
import { release } from './release.ts';
import type { Bytes } from './bytes.ts';

/** A run that was made, to be stored. */
export interface MadeRun {
  readonly snapshot: Bytes;
  readonly figures: RunFigures;
}

/** All that is kept of a run's result; every view of it is made from this. */
export interface RunData {
  readonly contract: ContractName;
  /** In which its caller was answered. */
  readonly language: Language;
  readonly remarks: readonly Remark[];
  /** What the customers are called, in snapshots of the first days; the run has its name in the store. */
  readonly dataName?: string | null;
  readonly stored: StoredSegmentation;
  /** Milliseconds since 1970; not in snapshots of the first days. */
  readonly madeAt?: number;
  /** The run whose segments keep their identity in this one. */
  readonly previousRunId?: string | null;
  /** Since when customers are in their segments; null for a run without a previous one. */
  readonly changes?: Changes | null;
  /** What the orders that it was made of can say of another choice too; null without orders. */
  readonly split?: TimeSplit | null;
}

/** The first bytes of a snapshot: what it is, and which form of it. */
const MARK = Buffer.from('CLTR');
const FORM = 1;
const HEAD_BYTES = MARK.length + 1;
/** The fastest: half the bytes to store are worth it, a tenth less is not. */
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Typed arrays stay binary, and all of it is packed; the bytes have memory of their own, which can be moved. */
export function packRun(data: RunData): Bytes {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(data);
  const plain = serializer.releaseBuffer();
  const packed = zstdCompressSync(plain, packing);
  const bytes = new Uint8Array(HEAD_BYTES + packed.length);
  bytes.set([...MARK, FORM]);
  bytes.set(packed, HEAD_BYTES);
  release([plain, packed]);
  return bytes;
}

/** Throws when the bytes are no snapshot, or one that a later version made. */
export function unpackRun(bytes: Uint8Array): RunData {
  if (!MARK.equals(bytes.subarray(0, MARK.length))) throw new Error('These bytes are no snapshot of a run.');
  const form = bytes[MARK.length];
  if (form !== FORM)
    throw new Error(`A snapshot of form ${form} was made by a later version; this one reads form ${FORM}.`);
  const plain = zstdDecompressSync(bytes.subarray(HEAD_BYTES));
  const deserializer = new Deserializer(plain);
  deserializer.readHeader();
  const data = deserializer.readValue() as RunData; // packRun wrote it
  release([plain]);
  return data;
}

/** What was found, and in whom. */
export interface Found {
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
  readonly table: CustomerTable;
  /** What people called its segments in an earlier run. */
  readonly names?: GivenNames;
}

/** A new segmentation as a run to be stored. */
export function madeRun(
  { segmentation, explanation, table, names }: Found,
  { runId, ...rest }: Omit<RunData, 'stored'> & { readonly runId: string },
): MadeRun {
  return {
    snapshot: packRun({ ...rest, stored: toStored(segmentation, table) }),
    figures: { ...figuresOf(segmentation, explanation, { runId, ...rest }), segmentNames: names },
  };
}

/** What lists show of it. */
export function figuresOf(
  segmentation: Segmentation,
  explanation: Explanation,
  {
    contract,
    runId,
    remarks,
    previousRunId = null,
  }: Pick<RunData, 'contract' | 'remarks' | 'previousRunId'> & {
    readonly runId: string;
  },
): RunFigures {
  const { ids, winner, structure, options, segments } = segmentation;
  const { nameOf, summarise } = contracts[contract];
  return {
    customers: ids.length,
    algorithm: winner.algorithm,
    nClusters: winner.nClusters,
    verdict: structure.verdict,
    segmentSizes: [...segments.filter(({ id }) => id >= 0), ...segments.filter(({ id }) => id < 0)].map(
      ({ id, size }) => ({ id, size }),
    ),
    summary: JSON.stringify(summarise(segmentation, explanation, { runId, remarks, previousRunId })),
    parameters: Object.fromEntries(Object.entries(options).map(([option, value]) => [nameOf(option), value])),
    model: keptModel(segmentation),
    previousRunId,
  };
}
