import { Value } from 'typebox/value';
import type { Operation, Request } from './requests.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Every answer in what came over one connection; throws on bytes that are no HTTP. */
export function answersIn(received: Buffer, method: string): Answer[] {
  const answers: Answer[] = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest.toString('latin1', 0, Math.max(0, end)).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(`${first} `)?.[1]);
    if (end < 0 || !(status >= 100)) throw new Error(`no answer: ${rest.toString('latin1', 0, 80)}`);
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.replace(/^[^:]*: ?/, '')]),
    );
    const after = rest.subarray(end + 4);
    // Node's parser gives up before it tells us the method: its answer to HEAD has a body, on a connection that it closes.
    const bare = status < 200 || (method === 'HEAD' && !after.toString('latin1', 0, 1).startsWith('{'));
    const length = bare ? 0 : bodyLength(headers, after.length);
    const body = rest.subarray(end + 4, end + 4 + length);
    if (body.length < length) throw new Error('the answer was cut short');
    if (status >= 200) answers.push({ status, headers, body });
    rest = rest.subarray(end + 4 + length);
  }
  return answers;
}

function bodyLength(headers: Record<string, string | undefined>, untilClose: number): number {
  return headers['content-length'] === undefined ? untilClose : Number(headers['content-length']);
}

/** Statuses that any request may meet before its operation is reached. */
const general = new Set([400, 404, 405, 408, 413, 415, 431]);

/** What is wrong with an answer, whatever the request was; null when nothing is. */
export function faultOf({ status, headers, body }: Answer, { operation, method }: Request): string | null {
  if (status >= 500) return `status ${status}`;
  if (headers['x-content-type-options'] !== 'nosniff') return 'no nosniff';
  if (!headers['x-request-id']) return 'no request id';
  if (operation && !general.has(status) && !operation.responses[status]) return `undocumented status ${status}`;
  if (body.length === 0) return status < 400 || method === 'HEAD' ? null : 'an error without a body';
  if (status >= 400) return errorFault(status, headers, body);
  return operation ? documentedFault(operation, status, headers, body) : null;
}

function errorFault(status: number, headers: Answer['headers'], body: Buffer): string | null {
  if (!/^application\/(problem\+)?json; charset=utf-8$/.test(headers['content-type'] ?? ''))
    return `type ${headers['content-type']}`;
  if (!/^(en|es|pt)$/.test(headers['content-language'] ?? '')) return 'no language';
  const said = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const missing = ['error', 'message', 'code', 'request_id'].filter(
    (key) => typeof said[key] !== 'string' || said[key] === '',
  );
  if (missing.length > 0) return `without ${missing.join(', ')}`;
  if (said['request_id'] !== headers['x-request-id']) return 'two request ids';
  if (JSON.stringify(said['retry_after']) !== headers['retry-after']) return 'two times to come back';
  if (status === 405 && !headers['allow']) return '405 without Allow';
  if (/\bat .*\.(ts|js):\d|node_modules|SELECT /.test(body.toString('utf8'))) return 'tells of its insides';
  return null;
}

function documentedFault(
  operation: Operation,
  status: number,
  headers: Answer['headers'],
  body: Buffer,
): string | null {
  const content = operation.responses[status]?.content ?? {};
  const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
  const documented = content[type];
  if (!documented) return `undocumented type ${type}`;
  if (type !== 'application/json') return null;
  const [fault] = Value.Errors(documented.schema, JSON.parse(body.toString('utf8')));
  return fault ? `${fault.instancePath} ${fault.message}` : null;
}
