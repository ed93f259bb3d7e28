import type { Credentials } from './session.ts';
import { session } from './session.ts';

/** One fault of what was sent, at its place such as data[17].features.spend. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** An answer that is an error, or none at all (status 0). Its message is in the language that was asked for. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly faults: readonly Fault[];
  readonly truncated: boolean;

  constructor(status: number, body: Partial<ErrorBody> = {}) {
    super(body.message ?? '');
    this.name = 'Refused';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'UNREACHABLE' : 'UNKNOWN');
    this.requestId = body.request_id ?? null;
    this.faults = faultsOf(body);
    this.truncated = body.details?.['truncated'] === true;
  }
}

/** The members of an error answer that the console reads. */
export interface ErrorBody {
  readonly message: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly details?: Readonly<Record<string, unknown>>;
}

function faultsOf({ errors, details, message = '' }: Partial<ErrorBody>): Fault[] {
  if (errors) return Object.entries(errors).flatMap(([path, texts]) => texts.map((text) => ({ path, message: text })));
  const parameter = details?.['parameter'];
  return typeof parameter === 'string' ? [{ path: parameter, message }] : [];
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly language?: string;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is sent to its end when the page goes meanwhile. */
  readonly keepalive?: boolean;
  /** Default: whoever is signed in. */
  readonly as?: Credentials | null;
}

/** Asks the service. Throws Refused; whoever is refused with 401 is signed out. */
export async function call(path: string, asking: Asking = {}): Promise<Response> {
  const { method = 'GET', language, body, signal, headers = {}, keepalive = false, as = session.get() } = asking;
  const response = await fetch(path, {
    method,
    headers: {
      ...(as ? credentialHeaders(as) : {}),
      ...(language === undefined ? {} : { 'accept-language': language }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
    keepalive,
    credentials: 'omit',
    redirect: 'error',
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Refused(0);
  });
  if (response.ok) return response;
  const told = (await response.json().catch(() => ({}))) as Partial<ErrorBody>;
  throw refused(response.status, told, as);
}

/** The same, for an answer that is JSON. */
export async function ask<Answer>(path: string, asking?: Asking): Promise<Answer> {
  return (await call(path, asking)).json() as Promise<Answer>;
}

/** An answer that is an error; who is refused for its credentials is signed out. */
export function refused(status: number, told: Partial<ErrorBody>, as: Credentials | null): Refused {
  if (status === 401 && as !== null && as === session.get()) session.end();
  return new Refused(status, told);
}

export function credentialHeaders(credentials: Credentials): Record<string, string> {
  return credentials.kind === 'pair'
    ? { 'x-customer-api-id': credentials.apiId, 'x-secret': credentials.secret }
    : { authorization: `Bearer ${credentials.token}` };
}
