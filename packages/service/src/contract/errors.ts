import { type Fault, type FaultCode, type FaultDetails, type Language, speakers } from '@clientele/engine';
import { errorMessages } from './locales/errors.ts';
import { type Reason, refusalTable } from './refusal-table.ts';
import { type Issue, type IssueText, sayIssue } from './issues.ts';

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
