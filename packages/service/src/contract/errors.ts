import { type Fault, type FaultCode, type FaultDetails, type Language, speakers } from '@clientele/engine';
import { errorMessages } from './locales/errors.ts';
import { type Issue, type IssueText, sayIssue } from './issues.ts';

/**
 * Every way the service refuses, by reason: the status, the `code` and the `error` text of the body. Codes and `error`
 * are for programs and never translated; messages for people live in locales/errors.ts.
 */
export const refusalTable = {
  EMPTY_BODY: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  EMPTY_FILE: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  NOT_UTF8: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  NOT_JSON: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  NOT_AN_OBJECT: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  TOO_DEEP: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  TOO_MANY_KEYS: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  TOO_MANY_FEATURES: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  KEY_TOO_LONG: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  TEXT_TOO_LONG: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  DUPLICATE_KEY: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  FORBIDDEN_KEY: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  DAMAGED_ENCODING: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  DAMAGED_FORM: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  DUPLICATE_HEADER: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  MALFORMED_REQUEST: { status: 400, code: 'BAD_REQUEST', error: 'Invalid parameters' },
  MISSING_PARAMETER: { status: 400, code: 'MISSING_PARAMETER', error: 'Invalid parameters' },
  WRONG_TYPE: { status: 400, code: 'INVALID_PARAMETER', error: 'Invalid parameters' },
  AUTH_FAILED: { status: 401, code: 'AUTH_FAILED', error: 'Unauthorized' },
  FORBIDDEN: { status: 403, code: 'FORBIDDEN', error: 'Forbidden' },
  TENANT_MISMATCH: { status: 403, code: 'TENANT_MISMATCH', error: 'Forbidden' },
  NOT_FOUND: { status: 404, code: 'NOT_FOUND', error: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, code: 'METHOD_NOT_ALLOWED', error: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', error: 'Request timeout' },
  CONFLICT: { status: 409, code: 'CONFLICT', error: 'Conflict' },
  ROTATION_IN_PROGRESS: { status: 409, code: 'ROTATION_IN_PROGRESS', error: 'Conflict' },
  REQUEST_IN_PROGRESS: { status: 409, code: 'REQUEST_IN_PROGRESS', error: 'Conflict' },
  TOO_MANY_TOKENS: { status: 409, code: 'TOO_MANY_TOKENS', error: 'Conflict' },
  TOO_MANY_WEBHOOKS: { status: 409, code: 'TOO_MANY_WEBHOOKS', error: 'Conflict' },
  WEBHOOK_DISABLED: { status: 409, code: 'WEBHOOK_DISABLED', error: 'Conflict' },
  SECRET_ALREADY_SHOWN: { status: 409, code: 'SECRET_ALREADY_SHOWN', error: 'Conflict' },
  RUN_NOT_COMPLETED: { status: 409, code: 'RUN_NOT_COMPLETED', error: 'Conflict' },
  BODY_TOO_LARGE: { status: 413, code: 'PAYLOAD_TOO_LARGE', error: 'Payload too large' },
  FORM_TOO_LARGE: { status: 413, code: 'PAYLOAD_TOO_LARGE', error: 'Payload too large' },
  ORDERS_TOO_LARGE: { status: 413, code: 'PAYLOAD_TOO_LARGE', error: 'Payload too large' },
  TOO_MANY_CUSTOMERS: { status: 413, code: 'PAYLOAD_TOO_LARGE', error: 'Payload too large' },
  TOO_MANY_TRANSACTIONS: { status: 413, code: 'PAYLOAD_TOO_LARGE', error: 'Payload too large' },
  NOT_JSON_TYPE: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', error: 'Unsupported media type' },
  UNKNOWN_ENCODING: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', error: 'Unsupported media type' },
  PREVIOUS_RUN: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  NAME_TAKEN: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  WEBHOOK_TARGET: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  INVALID_REQUEST: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  STALE_CURSOR: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  ORDERS_REFUSED: { status: 422, code: 'INVALID_PARAMETER', error: 'Validation failed' },
  INSUFFICIENT_DATA: { status: 422, code: 'INSUFFICIENT_DATA', error: 'Validation failed' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, code: 'IDEMPOTENCY_KEY_REUSED', error: 'Validation failed' },
  RATE_LIMITED: { status: 429, code: 'RATE_LIMITED', error: 'Too many requests' },
  CONCURRENCY_LIMITED: { status: 429, code: 'CONCURRENCY_LIMITED', error: 'Too many requests' },
  QUEUE_FULL: { status: 429, code: 'CONCURRENCY_LIMITED', error: 'Too many requests' },
  TOO_MANY_STREAMS: { status: 429, code: 'CONCURRENCY_LIMITED', error: 'Too many requests' },
  TOO_MANY_FAILURES: { status: 429, code: 'RATE_LIMITED', error: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, code: 'HEADERS_TOO_LARGE', error: 'Request header fields too large' },
  INTERNAL: { status: 500, code: 'INTERNAL', error: 'Service error' },
  JOB_CRASHED: { status: 500, code: 'JOB_CRASHED', error: 'Service error' },
  OVERLOADED: { status: 503, code: 'OVERLOADED', error: 'Service unavailable' },
  TIMEOUT: { status: 503, code: 'TIMEOUT', error: 'Service unavailable' },
  WORKER_LOST: { status: 503, code: 'OVERLOADED', error: 'Service unavailable' },
  STORAGE_UNAVAILABLE: { status: 503, code: 'STORAGE_UNAVAILABLE', error: 'Service unavailable' },
  DISK_FULL: { status: 503, code: 'STORAGE_UNAVAILABLE', error: 'Service unavailable' },
  SHUTTING_DOWN: { status: 503, code: 'SHUTTING_DOWN', error: 'Service unavailable' },
} as const satisfies Record<string, { status: number; code: string; error: string }>;
export type Reason = keyof typeof refusalTable;
export type RefusalValues = Readonly<Record<string, string | number>>;

/** A refusal as plain data, so that it crosses from the compute worker. `issues` is for reason INVALID_REQUEST only. */
export interface RefusalData {
  readonly reason: Reason;
  /** What the message shows and `details` carries. */
  readonly values: RefusalValues;
  readonly issues: readonly Issue[];
  /** There were more issues than are listed. */
  readonly truncated: boolean;
  /** The path of the body that is at fault, for a 422 without issues. */
  readonly path: string;
  /** Where its parameters stand. Default body. */
  readonly location?: 'body' | 'query' | 'header';
}

/** Thrown anywhere between socket and answer; the error plugin turns it into a response. */
export class Refusal extends Error {
  readonly data: RefusalData;
  /** The language the body asked for, once it is known. */
  language: Language | null = null;

  constructor(reason: Reason, values: RefusalValues = {}, rest: Partial<Omit<RefusalData, 'reason' | 'values'>> = {}) {
    super(reason);
    this.name = 'Refusal';
    this.data = { reason, values, issues: [], truncated: false, path: '', ...rest };
  }

  /** A refusal that came from another thread. */
  static from({ reason, values, ...rest }: RefusalData, language: Language | null): Refusal {
    const refusal = new Refusal(reason, values, rest);
    refusal.language = language;
    return refusal;
  }
}

/** Whose error bodies a route answers with: purchasing_segmentation's, or customer-intelligence/segmentation's. */
export type ErrorShape = 'purchasing' | 'customer';

/**
 * The body of an error answer. `detail` and `errors` are what existing clients of purchasing_segmentation read; the other
 * contract has neither, and `details` only where there are some.
 */
export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly detail?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly retry_after?: number;
  readonly request_id: string;
}

/** Seconds after which a refused caller may come again; the same number as the Retry-After header. */
export function retryAfter({ reason, values }: RefusalData): number | undefined {
  const { status } = refusalTable[reason];
  if (typeof values['retry_after'] === 'number') return values['retry_after'];
  return status === 500 ? 60 : status === 503 || status === 429 ? 5 : undefined;
}

const errorSpeakers = speakers(errorMessages);

/** The error body for `refusal` in one language. */
export function errorBody(
  refusal: RefusalData,
  language: Language,
  requestId: string,
  shape: ErrorShape = 'purchasing',
): ErrorBody {
  const whole = purchasingBody(refusal, language, requestId);
  if (shape === 'purchasing') return whole;
  const { detail: _, errors: __, details, ...rest } = whole;
  const printed = customerTexts[refusal.reason];
  return {
    ...rest,
    ...(printed?.error === undefined ? {} : { error: printed.error }),
    ...(printed ? { message: errorSpeakers[language](printed.message) } : {}),
    ...(details && Object.keys(details).length > 0 ? { details } : {}),
  };
}

/** Where the second contract prints other words for the same refusal. */
const customerTexts: { readonly [R in Reason]?: { error?: string; message: 'CREDENTIALS' | 'SERVER_ERROR' } } = {
  AUTH_FAILED: { message: 'CREDENTIALS' },
  INTERNAL: { error: 'Failed to communicate with AI service', message: 'SERVER_ERROR' },
};

function purchasingBody(refusal: RefusalData, language: Language, requestId: string): ErrorBody {
  const { error, code, status } = refusalTable[refusal.reason];
  const say = errorSpeakers[language];
  const first = refusal.issues[0];
  const texts = refusal.issues.map((issue) => sayIssue(issue, language));
  const message = first
    ? say('INVALID_REQUEST', { first: texts[0]?.message ?? '', more: refusal.issues.length - 1 })
    : say(refusal.reason, refusal.values);
  const seconds = retryAfter(refusal);
  const { retry_after: _, ...values } = refusal.values;
  const hints = refusal.reason === 'INSUFFICIENT_DATA' ? { recommendation: say('RECOMMENDATION') } : undefined;
  return {
    error,
    message,
    code: first ? first.code : code,
    details: first ? issueDetails(refusal, texts) : { ...values, ...hints },
    detail: message,
    ...(status === 422 ? { errors: first ? byPath(texts) : { [refusal.path]: [message] } } : {}),
    ...(seconds === undefined ? {} : { retry_after: seconds }),
    request_id: requestId,
  };
}

/** A missing parameter alone has exactly the documented two members; anything else lists every issue. */
function issueDetails(refusal: RefusalData, texts: readonly IssueText[]): Record<string, unknown> {
  const {
    issues: [first],
    location = 'body',
  } = refusal;
  if (!first) return {};
  if (refusal.issues.length === 1 && first.code === 'MISSING_PARAMETER') return { parameter: first.path, location };
  return {
    parameter: first.path,
    location,
    ...texts[0]?.facts,
    faults: refusal.issues.map((issue, at) => ({ code: issue.code, parameter: issue.path, ...texts[at]?.facts })),
    ...(refusal.truncated ? { truncated: true } : {}),
  };
}

/** `body` with the members of RFC 9457, for callers whose Accept names application/problem+json. */
export function problemBody(body: ErrorBody, status: number): object {
  const kind = body.code.toLowerCase().replaceAll('_', '-');
  const { request_id: id, error: title, message: detail } = body;
  return {
    type: `urn:clientele:problem:${kind}`,
    title,
    status,
    detail,
    instance: `urn:clientele:request:${id}`,
    ...body,
  };
}

function byPath(texts: readonly IssueText[]): Record<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { path, message } of texts) grouped.set(path, [...(grouped.get(path) ?? []), message]);
  return Object.fromEntries(grouped);
}

/** How each fault of the engine becomes a refusal. A new fault does not compile until somebody has decided. */
const faultTable: { readonly [Code in FaultCode]: (details: FaultDetails[Code]) => { path: string; reason?: Reason } } =
  {
    MATRIX_SHAPE: () => ({ path: 'data', reason: 'INTERNAL' }),
    INVALID_PARAMETER: ({ parameter }) => ({ path: parameter }),
    INSUFFICIENT_DATA: () => ({ path: 'data', reason: 'INSUFFICIENT_DATA' }),
    NO_FEATURES: () => ({ path: 'data[0].features' }),
    TOO_MANY_FEATURES: () => ({ path: 'data[0].features' }),
    VALUE_NOT_FINITE: ({ feature, row }) => ({ path: `data[${row - 1}].features.${feature}` }),
    COLUMN_MOSTLY_MISSING: ({ feature }) => ({ path: `data[*].features.${feature}` }),
    ROWS_TOO_FEW: () => ({ path: 'data' }),
    LINKAGE_TOO_LARGE: () => ({ path: 'data' }),
    CANDIDATE_UNKNOWN: () => ({ path: 'choose' }),
    K_SELECTION_UNFIT: () => ({ path: 'k_selection' }),
    MODEL_MISMATCH: () => ({ path: 'data' }),
    MODEL_TOO_LARGE: () => ({ path: 'format' }),
  };

/** The refusal for a fault of the engine; `wireName` turns an option's name into the request's. */
export function refusalOf(fault: Fault, wireName: (option: string) => string = (option) => option): Refusal {
  // The table is total over codes; TypeScript cannot see that this code and these details belong together.
  const decide = faultTable[fault.code] as (details: FaultDetails[FaultCode]) => { path: string; reason?: Reason };
  const { path: option, reason } = decide(fault.details);
  const path = fault.code === 'INVALID_PARAMETER' ? wireName(option) : option;
  if (reason) return new Refusal(reason, reason === 'INTERNAL' ? {} : { ...fault.details }, { path });
  const details = { ...fault.details } as RefusalValues;
  const issue: Issue = { code: 'INVALID_PARAMETER', path, kind: 'fault', fault: { code: fault.code, details } };
  return new Refusal('INVALID_REQUEST', {}, { issues: [issue] });
}
