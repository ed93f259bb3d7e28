/** What a log may tell of an error. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  /** The lines `at ...` alone: the rest of a stack repeats the message. */
  readonly stack: string;
  readonly code?: string;
  readonly cause?: ToldError;
}

const LONGEST_MESSAGE = 500;
const DEEPEST_CAUSE = 3;
const HIDDEN = '[hidden]';
/** Engines and databases quote what they choke on, and that may be a customer. */
const quoted = /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’|\([^()]*\)=\([^()]*\)/g;
const address = /[^\s<>()]+@[^\s<>()]+/g;
/** Of tenants, of tokens without their number, of webhooks. */
const secret = /(?:cltt?_[0-9A-Za-z]{8,}|whsec_[0-9A-Za-z+/]{8,}=*)/g;
const token = /\b\d{1,18}\|[\x21-\x7e]{8,}/g;
const frame = /^\s+at (?:[\w.$#<>[\] ]+ \()?(?:file:|node:|data:|wasm:|\/|<anonymous>|native|eval)[^\s()]*\)?$/;
const plainCode = /^[A-Za-z0-9_]{1,64}$/;

/** An error without what it quotes: type, message, places. The rest of its members, such as a query's values, stay out. */
export function toldError(error: unknown, depth = 0): ToldError {
  if (!(error instanceof Error)) return { type: typeof error, message: told(String(error)), stack: '' };
  // The message may itself be a stack, of a fault on another thread.
  const lines = [...error.message.split('\n'), ...(error.stack ?? '').split('\n')];
  const [first = ''] = error.message.split('\n');
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: plainCode.test(error.name) ? error.name : 'Error',
    message: told(first),
    stack: [...new Set(lines.filter((line) => frame.test(line)).map((line) => line.trim()))].join('\n'),
    ...(typeof code === 'string' && plainCode.test(code) ? { code } : {}),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE ? { cause: toldError(error.cause, depth + 1) } : {}),
  };
}

function told(message: string): string {
  return credentialsHidden(message.replace(quoted, HIDDEN).replace(address, HIDDEN)).slice(0, LONGEST_MESSAGE);
}

function credentialsHidden(text: string): string {
  return text.replace(secret, HIDDEN).replace(token, HIDDEN);
}

// JSON escapes what is below U+0020; a terminal also obeys these, and some readers end a line at the last two.
// eslint-disable-next-line no-control-regex
const control = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g;

/** A finished line of a log, the last fence: no control character as it is, and nothing that looks like a credential. */
export function safeLine(line: string): string {
  return credentialsHidden(line).replace(
    control,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
