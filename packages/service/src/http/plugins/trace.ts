import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Where a request belongs among others, as https://www.w3.org/TR/trace-context/ has it. All ids are lower-case hex. */
export interface Trace {
  /** The caller's when its traceparent is valid, else new. */
  readonly traceId: string;
  /** The caller's span; null when its trace began here. */
  readonly parentId: string | null;
  /** This request's own id: unique, whatever the caller says. */
  readonly spanId: string;
  /** What the caller asks of sampling. It is sent on and decides nothing here. */
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/**
 * A traceparent header read strictly; null when anything about it is wrong: a trace is a hint, never a reason to refuse.
 * Repeated headers arrive joined by a comma and are wrong too. Versions to come may add fields, version 00 may not.
 */
export function parseTraceparent(header: unknown): Pick<Trace, 'traceId' | 'parentId' | 'sampled'> | null {
  const [, version, traceId = '', parentId = '', flags = '', more] =
    (typeof header === 'string' ? TRACEPARENT.exec(header) : null) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return null;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}

/** The traceparent of what this request causes, and of its answer. */
export function traceparent({ traceId, spanId, sampled }: Trace): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** Tells the trace of a request, the same at every call. */
export type TraceOf = (raw: Pick<IncomingMessage, 'headers'>) => Trace;

export function traces(newId: () => string): TraceOf {
  const known = new WeakMap<object, Trace>();
  return (raw) => {
    const found = known.get(raw);
    if (found) return found;
    // One new id gives both: hashed, for an id need not be hex.
    const fresh = createHash('sha256').update(newId()).digest('hex');
    const given = parseTraceparent(raw.headers['traceparent']);
    const trace: Trace = {
      ...(given ?? { traceId: fresh.slice(16, 48), parentId: null, sampled: false }),
      spanId: fresh.slice(0, 16),
    };
    known.set(raw, trace);
    return trace;
  };
}
