import { explain, Fault, segment, Stopped, type Watch } from '@clientele/engine';
import { Refusal, refusalOf } from '../contract/errors.ts';
import { decode, type PurchasingRequest } from '../contract/purchasing-decode.ts';
import { encode } from '../contract/purchasing-encode.ts';
import { wireNameOf } from '../contract/purchasing-segmentation.ts';
import type { Job, Outcome } from './job.ts';
import { stopwatch } from './stopwatch.ts';

/**
 * Bytes in, bytes out: decode, segment, explain, encode. The bytes in are given up once they are understood. Never throws;
 * what a caller can mend comes back as a refusal. `time` is told where the time goes.
 */
export function compute({ body, language, runId, limits }: Job, watch: Watch = {}, time = stopwatch()): Outcome {
  let speaking = language;
  try {
    const request = understood(body, language, limits);
    speaking = request.language;
    time.count(request.table.ids.length);
    time.lap('decode');
    const segmentation = segment(request.table, request.options, time.watching(watch));
    const explanation = explain(segmentation, request.language);
    time.lap('words');
    const answer = encode(segmentation, explanation, { runId, warnings: request.warnings });
    time.lap('encode');
    return { kind: 'answer', body: answer, language: request.language };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refusal', refusal: error.data, language: error.language ?? speaking };
    if (error instanceof Fault)
      return { kind: 'refusal', refusal: refusalOf(error, wireNameOf).data, language: speaking };
    if (error instanceof Stopped) return { kind: 'stopped' };
    return { kind: 'failure', report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function understood(blocks: Job['body'], language: Job['language'], limits: Job['limits']): PurchasingRequest {
  const whole = joined(blocks);
  const request = decode(whole, language, limits);
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
