import {
  type CustomerTable,
  explain,
  type Explanation,
  Fault,
  type Language,
  segment,
  type Segmentation,
  type SegmentOptions,
  Stopped,
  type Watch,
} from '@clientele/engine';
import { customerRefusalOf, decodeCustomerRequest } from '../contract/customer-segmentation-decode.ts';
import { encodeCustomerAnswer } from '../contract/customer-segmentation-encode.ts';
import type { Warning } from '../contract/decode-parameters.ts';
import { Refusal, refusalOf } from '../contract/errors.ts';
import type { JsonLimits } from '../contract/json.ts';
import { decode } from '../contract/purchasing-decode.ts';
import { encode } from '../contract/purchasing-encode.ts';
import { wireNameOf } from '../contract/purchasing-segmentation.ts';
import type { ContractName, Job, Outcome } from './job.ts';
import { stopwatch } from './stopwatch.ts';

/** A request understood, whichever contract it came by. */
interface Understood {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly language: Language;
  readonly warnings: readonly Warning[];
}

interface Contract {
  readonly decode: (bytes: Uint8Array, language: Language | null, limits: JsonLimits) => Understood;
  readonly encode: (
    segmentation: Segmentation,
    explanation: Explanation,
    rest: { runId: string; warnings: readonly Warning[] },
  ) => Uint8Array<ArrayBuffer>;
  readonly refusalOf: (fault: Fault) => Refusal;
}

const contracts: Record<ContractName, Contract> = {
  purchasing_segmentation: { decode, encode, refusalOf: (fault) => refusalOf(fault, wireNameOf) },
  customer_segmentation: {
    decode: decodeCustomerRequest,
    encode: encodeCustomerAnswer,
    refusalOf: customerRefusalOf,
  },
};

/**
 * Bytes in, bytes out: decode, segment, explain, encode. The bytes in are given up once they are understood. Never throws;
 * what a caller can mend comes back as a refusal. `time` is told where the time goes.
 */
export function compute(job: Job, watch: Watch = {}, time = stopwatch()): Outcome {
  const { language, runId } = job;
  const contract = contracts[job.contract ?? 'purchasing_segmentation'];
  let speaking = language;
  try {
    const request = understood(job, contract);
    speaking = request.language;
    time.count(request.table.ids.length);
    time.lap('decode');
    const segmentation = segment(request.table, request.options, time.watching(watch));
    const explanation = explain(segmentation, request.language);
    time.lap('words');
    const answer = contract.encode(segmentation, explanation, { runId, warnings: request.warnings });
    time.lap('encode');
    return { kind: 'answer', body: answer, language: request.language };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refusal', refusal: error.data, language: error.language ?? speaking };
    if (error instanceof Fault) return { kind: 'refusal', refusal: contract.refusalOf(error).data, language: speaking };
    if (error instanceof Stopped) return { kind: 'stopped' };
    return { kind: 'failure', report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function understood({ body: blocks, language, limits }: Job, contract: Contract): Understood {
  const whole = joined(blocks);
  const request = contract.decode(whole, language, limits);
  release([whole, ...blocks]);
  return request;
}

/** Frees at once what nobody else can hold: left to the garbage collector, a body would stay through the computation. */
function release(blocks: readonly Uint8Array<ArrayBuffer>[]): void {
  for (const { buffer, byteLength } of blocks)
    if (!buffer.detached && byteLength === buffer.byteLength) buffer.transfer(0);
}

function joined(blocks: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [only] = blocks;
  if (only && blocks.length === 1) return only;
  const whole = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
