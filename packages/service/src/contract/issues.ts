import { fault, type FaultCode, type FaultDetails, type Language, shown, speakers } from '@clientele/engine';
import { issueMessages } from './locales/issues.ts';

/** What a number or text must be; the message words it in the caller's language. */
export interface Expectation {
  readonly type:
    | 'integer'
    | 'number'
    | 'text'
    | 'choice'
    | 'array'
    | 'object'
    | 'id'
    | 'boolean'
    | 'visible'
    | 'name'
    | 'time'
    | 'day'
    | 'day_or_time'
    | 'zone'
    | 'transactions';
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly choices?: readonly string[];
}

/** One thing wrong with a request body, at a path such as `data[17].features.loyalty_score`. Plain data. */
export type Issue =
  | { readonly code: 'MISSING_PARAMETER'; readonly path: string; readonly kind: 'missing' }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      readonly kind: 'value';
      /** What was received, as short JSON. */
      readonly value: string;
      readonly expected: Expectation;
    }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      readonly kind: 'duplicate';
      readonly value: string;
      readonly first: number;
      readonly second: number;
    }
  | { readonly code: 'INVALID_PARAMETER'; readonly path: string; readonly kind: 'spelling'; readonly other: string }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      /** A number beyond what a double holds, such as 1e999: the parser has made it infinite. */
      readonly kind: 'overflow';
      readonly expected: Expectation;
    }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      /** A date after the day on which the request calls itself made. */
      readonly kind: 'future';
      readonly value: string;
      readonly today: string;
    }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      /** A member that its object does not have. */
      readonly kind: 'unknown';
      readonly choices: readonly string[];
    }
  /** Something that may be sent once. */
  | { readonly code: 'INVALID_PARAMETER'; readonly path: string; readonly kind: 'repeated' }
  | {
      readonly code: 'INVALID_PARAMETER';
      readonly path: string;
      readonly kind: 'fault';
      readonly fault: { readonly code: FaultCode; readonly details: Readonly<Record<string, string | number>> };
    };

export interface IssueText {
  readonly path: string;
  readonly message: string;
  /** What `details` of the error body says besides the path. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Issues listed in one answer. */
export const LISTED_ISSUES = 100;

/** Gathers issues in document order, up to the number listed. */
export interface Issues {
  readonly list: Issue[];
  truncated: boolean;
  add(issue: Issue): void;
}

export function gatherIssues(): Issues {
  const list: Issue[] = [];
  return {
    list,
    truncated: false,
    add(issue) {
      if (list.length < LISTED_ISSUES) list.push(issue);
      else this.truncated = true;
    },
  };
}

/** An issue about a value that is not what it must be. */
export function wrongValue(path: string, value: unknown, expected: Expectation): Issue {
  if (value === Infinity || value === -Infinity) return { code: 'INVALID_PARAMETER', path, kind: 'overflow', expected };
  return { code: 'INVALID_PARAMETER', path, kind: 'value', value: shown(value), expected };
}

/** What a JSON schema of one value asks for. */
export function expectationOf(schema: object): Expectation {
  const known = schema as {
    type?: string;
    enum?: readonly string[];
    minimum?: number;
    maximum?: number;
    exclusiveMinimum?: number;
    exclusiveMaximum?: number;
    minLength?: number;
    maxLength?: number;
    format?: string;
  };
  if (known.enum) return { type: 'choice', choices: known.enum };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = known;
  const bounds = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(exclusiveMaximum === undefined ? {} : { exclusiveMaximum }),
  };
  if (known.type === 'integer' || known.type === 'number') return { type: known.type, ...bounds };
  if (known.format === 'date-time') return { type: 'time' };
  if (known.format === 'name') return { type: 'name', maximum: known.maxLength ?? 0 };
  if (known.type === 'string' && known.maxLength !== undefined)
    return { type: 'text', minimum: known.minLength ?? 0, maximum: known.maxLength };
  return { type: known.type === 'string' ? 'text' : known.type === 'array' ? 'array' : 'object' };
}

/** Speakers of the sentences about issues and ignored parameters. */
export const issueSpeakers = speakers(issueMessages);

/** The issue in words, with the facts a program may want. */
export function sayIssue(issue: Issue, language: Language): IssueText {
  const say = issueSpeakers[language];
  const { path } = issue;
  switch (issue.kind) {
    case 'value':
      break;
    case 'missing':
      return { path, message: say('MISSING', { path }), facts: {} };
    case 'duplicate': {
      const { value, first, second } = issue;
      return { path, message: say('DUPLICATE', { value, first, second }), facts: { value, rows: [first, second] } };
    }
    case 'spelling':
      return { path, message: say('SPELLING', { path, other: issue.other }), facts: { other: issue.other } };
    case 'overflow': {
      const expected = sayExpectation(issue.expected, language);
      return {
        path,
        message: say('OVERFLOW', { path, expected }),
        facts: { expected, largest: Number.MAX_VALUE, ...range(issue.expected) },
      };
    }
    case 'future': {
      const { value, today } = issue;
      return { path, message: say('FUTURE', { path, value, today }), facts: { value, today } };
    }
    case 'unknown': {
      const { choices } = issue;
      return { path, message: say('UNKNOWN_MEMBER', { path, choices: choices.join(', ') }), facts: { choices } };
    }
    case 'repeated':
      return { path, message: say('REPEATED', { path }), facts: {} };
    case 'fault': {
      const { code, details } = issue.fault;
      // Code and details were taken from one fault, so they belong together.
      return {
        path,
        message: fault(code, details as unknown as FaultDetails[FaultCode]).say(language),
        facts: details,
      };
    }
  }
  const expected = sayExpectation(issue.expected, language);
  const message = say('VALUE', { path, value: issue.value, expected });
  return { path, message, facts: { value: issue.value, expected, ...range(issue.expected) } };
}

function sayExpectation(expected: Expectation, language: Language): string {
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum, choices } = expected;
  const floor = exclusiveMinimum !== undefined ? 'above' : minimum !== undefined ? 'from' : 'open';
  return issueSpeakers[language]('EXPECTED', {
    type,
    bounds: exclusiveMaximum !== undefined ? 'between' : maximum === undefined ? floor : `${floor}_to`,
    minimum: minimum ?? exclusiveMinimum ?? 0,
    maximum: maximum ?? exclusiveMaximum ?? 0,
    choices: choices?.join(', ') ?? '',
  });
}

function range(expected: Expectation): Record<string, unknown> {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, choices } = expected;
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusive_minimum: exclusiveMinimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(exclusiveMaximum === undefined ? {} : { exclusive_maximum: exclusiveMaximum }),
    ...(choices === undefined ? {} : { choices }),
  };
}
