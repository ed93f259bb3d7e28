import * as fc from 'fast-check';
import { connect } from 'node:net';
import { answersIn, faultOf } from './answers.ts';
import { bytesLike } from './bytes.ts';
import { type Document, generated, type Request } from './requests.ts';

export interface MalformedOptions {
  /** A service on this machine, with limits that these requests do not meet. */
  readonly port: number;
  /** Its OpenAPI document. */
  readonly document: Document;
  /** Right credentials, as header lines. */
  readonly credentials: readonly string[];
  /** What is there, by its name in addresses. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly count: number;
  /** The same seed sends the same bytes. */
  readonly seed: number;
}

export interface MalformedReport {
  readonly seed: number;
  readonly sent: number;
  readonly answers: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** The first of what went wrong, each with the bytes that did it. */
  readonly faults: readonly string[];
  readonly faultCount: number;
}

/** Of ten requests, so many are nearly HTTP only. */
const BYTE_LEVEL = 3;
/** Fewer than the compute queue holds, so that none is turned away for being one too many. */
const TOGETHER = 12;
const BATCH = 480;
/** Bytes that await more bytes get no answer until their sender closes. Counted in ticks, for the service may share our thread. */
const TICK_MS = 30;
const UNFINISHED_TICKS = 4;
const HANG_MS = 10_000;
const LISTED = 20;

/**
 * Sends requests made from the service's own OpenAPI document, spoiled in every way we know, and bytes that are nearly
 * requests. A fault is a 5xx, a hang, an answer that is no HTTP, an undocumented one, or an error body that the contract does not
 * have.
 */
export async function malformed({
  port,
  document,
  credentials,
  ids = {},
  count,
  seed,
}: MalformedOptions): Promise<MalformedReport> {
  const whole = generated(document, credentials, ids);
  const parts = bytesLike(whole);
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let faultCount = 0;
  let slowestMs = 0;
  let sent = 0;
  let answers = 0;

  async function one(request: Request, complete: boolean): Promise<void> {
    const started = performance.now();
    const { received, hung } = await exchange(port, request.bytes, complete);
    slowestMs = Math.max(slowestMs, performance.now() - started);
    const found = hung ? ['it hangs'] : judged(received, request, complete, statuses);
    answers += found.length;
    for (const fault of found.filter((text) => text !== null)) {
      faultCount++;
      if (faults.length < LISTED) faults.push(`${fault}\n${request.bytes.toString('latin1').slice(0, 1_500)}`);
    }
  }

  for (let batch = 0; sent < count; batch++) {
    const size = Math.min(BATCH, count - sent);
    const options = { seed: seed + batch, numRuns: size };
    const raw = Math.floor((size * BYTE_LEVEL) / 10);
    const queue = [
      ...fc.sample(whole, { ...options, numRuns: size - raw }).map((request) => ({ request, complete: true })),
      ...fc.sample(parts, { ...options, numRuns: raw }).map((request) => ({ request, complete: false })),
    ];
    sent += queue.length;
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) await one(next.request, next.complete);
    };
    await Promise.all(Array.from({ length: TOGETHER }, lane));
  }
  return { seed, sent, answers, statuses, slowestMs: Math.round(slowestMs), faults, faultCount };
}

/** The fault of each answer, null for a good one. */
function judged(
  received: Buffer,
  request: Request,
  complete: boolean,
  statuses: Record<string, number>,
): (string | null)[] {
  try {
    const answers = answersIn(received, request.method);
    for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
    if (complete && answers.length !== 1) return [`${answers.length} answers`];
    return answers.map((answer) => faultOf(answer, request));
  } catch (error) {
    return [String(error)];
  }
}

/** Everything that comes back until the connection ends. Incomplete requests are given up after a while. */
function exchange(port: number, bytes: Buffer, complete: boolean): Promise<{ received: Buffer; hung: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    let hung = false;
    const giveUp = setTimeout(() => {
      hung = true;
      socket.destroy();
    }, HANG_MS);
    let quiet = 0;
    const unfinished = setInterval(() => {
      if (!complete && ++quiet > UNFINISHED_TICKS) socket.end();
    }, TICK_MS);
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      quiet = 0;
    });
    socket.on('error', () => undefined); // a reset after the answer is how some of these end
    socket.on('close', () => {
      clearTimeout(giveUp);
      clearInterval(unfinished);
      resolve({ received: Buffer.concat(received), hung });
    });
    socket.write(bytes);
  });
}
