import * as fc from 'fast-check';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fitting, type Schema, spoiled } from './schema-values.ts';

export interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** One request, ready for a socket. */
export interface Request {
  readonly bytes: Buffer;
  /** What it asks for, when it is well-formed and meant for a documented operation. */
  readonly operation?: Operation;
  readonly method: string;
}

interface Plan {
  readonly text: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly packing: Packing;
  readonly chunks: boolean;
}
type Packing = 'none' | 'gzip' | 'deflate' | 'br' | 'torn' | 'mislabelled' | 'twice' | 'trailing';

/** Nobody's. */
const NO_ID = 'e5b0c2d4-0000-4000-8000-000000000000';

/** What an address means with its ids in it; what would end them gets nobody's. */
function addressed(path: string, method: string, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (method === 'DELETE' ? NO_ID : (ids[name] ?? NO_ID)));
}

/**
 * Requests for every documented operation, most of them with something wrong. `credentials` are right ones, as header lines;
 * `ids` are what is there, by their names in addresses.
 */
export function generated(
  document: Document,
  credentials: readonly string[],
  ids: Readonly<Record<string, string>> = {},
): fc.Arbitrary<Request> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([each, operation]) => {
      const method = each.toUpperCase();
      return { path: addressed(path, method, ids), method, operation };
    }),
  );
  const posts = operations.filter(({ operation }) => operation.requestBody);
  return fc
    .oneof(
      { weight: 6, arbitrary: fc.constantFrom(...posts) },
      { weight: 1, arbitrary: fc.constantFrom(...operations) },
    )
    .chain(({ path, method, operation }) =>
      fc
        .record({
          text: bodyText(operation),
          method: fc.oneof({ weight: 20, arbitrary: fc.constant(method) }, fc.constantFrom(...otherMethods)),
          target: targets(path),
          headers: headerLines(credentials),
          packing: fc.oneof({ weight: 10, arbitrary: fc.constant('none' as const) }, fc.constantFrom(...packings)),
          chunks: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
        })
        .map((plan) => {
          const same = plan.method === method && plan.target === path;
          return { bytes: written(plan), method: plan.method, ...(same ? { operation } : {}) };
        }),
    );
}

const otherMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY'];
const packings: readonly Packing[] = ['gzip', 'deflate', 'br', 'torn', 'mislabelled', 'twice', 'trailing'];

function bodyText(operation: Operation): fc.Arbitrary<string> {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (!schema) return fc.constantFrom('', '{}');
  const fromSchema = fitting(schema);
  const examples = (schema.examples ?? []).map(spoiled);
  const value = examples.length > 0 ? fc.oneof(fromSchema, ...examples) : fromSchema;
  const text = value.map((body) => JSON.stringify(body));
  return fc.oneof({ weight: 4, arbitrary: text }, text.chain(damaged));
}

const inserts = [
  'NaN',
  'Infinity',
  '1e999',
  '-1e999',
  '01',
  '0x10',
  '+1',
  '.5',
  '1.',
  '"',
  '\\',
  '\\ud800',
  '\\u0000',
  ',',
  '{',
  ']',
  '"__proto__":{"x":1},',
  '"data":[],',
  '/*x*/',
  '\ufeff',
  '\u0000',
  '\u2028',
  '['.repeat(40),
  '1'.repeat(400),
];

/** `text` with a piece cut out, or something put in, at one or two places. */
function damaged(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length });
  const change = fc.record({ at: place, cut: fc.nat({ max: 6 }), put: fc.constantFrom('', ...inserts) });
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) => changes.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text));
}

function targets(path: string): fc.Arbitrary<string> {
  const odd = ['//', '/%zz', '/../..', '/%2e%2e%2f', '/\u00e9', '?', '?a=b&a[]=%00', '/', '#x', '/__proto__', ';x=1'];
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(path) },
    fc.constantFrom(...odd).map((tail) => Buffer.from(path + tail, 'utf8').toString('latin1')),
    fc.webPath().map((tail) => tail || '/'),
  );
}

function headerLines(credentials: readonly string[]): fc.Arbitrary<string[]> {
  const value = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  });
  const names = [
    'Accept',
    'Accept-Language',
    'X-Request-Id',
    'Content-Type',
    'Expect',
    'traceparent',
    'Idempotency-Key',
  ];
  const odd = fc.oneof(
    fc.tuple(fc.constantFrom(...names), value).map(([name, text]) => `${name}: ${text}`),
    fc.constantFrom(...credentials), // a second time
    fc.constantFrom(
      'Accept: application/problem+json',
      'Accept-Language: pt-BR;q=0.9, es;q=x',
      'Authorization: Bearer 1|x',
    ),
    fc.constantFrom(
      'Authorization: Bearer',
      'X-Secret: ',
      'X-Customer-Api-Id: \u00e9\u00ff',
      'Transfer-Encoding: gzip',
    ),
  );
  const signed = fc.oneof(
    { weight: 20, arbitrary: fc.constant([...credentials]) },
    fc.subarray([...credentials]),
    fc.constant(credentials.map((line) => `${line}x`)),
  );
  return fc
    .tuple(signed, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(odd, { minLength: 1, maxLength: 3 })))
    .map(([first, rest]) => [...first, ...rest]);
}

function written({ text, method, target, headers, packing, chunks }: Plan): Buffer {
  const [body, encoding] = packed(Buffer.from(text, 'utf8'), packing);
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(headers.some((line) => line.startsWith('Content-Type')) ? [] : ['Content-Type: application/json']),
    ...(encoding === '' ? [] : [`Content-Encoding: ${encoding}`]),
    ...headers,
    chunks ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`,
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return Buffer.concat([head, ...(chunks ? chunked(body) : [body])]);
}

function packed(body: Buffer, packing: Packing): [Buffer, string] {
  const zipped = gzipSync(body);
  switch (packing) {
    case 'none':
      return [body, ''];
    case 'gzip':
      return [zipped, 'gzip'];
    case 'deflate':
      return [deflateSync(body), 'deflate'];
    case 'br':
      return [brotliCompressSync(body), 'br'];
    case 'torn':
      return [zipped.subarray(0, zipped.length >> 1), 'gzip'];
    case 'mislabelled':
      return [zipped, 'br'];
    case 'twice':
      return [gzipSync(zipped), 'gzip, gzip'];
    case 'trailing':
      return [Buffer.concat([deflateSync(body), Buffer.from('more')]), 'deflate'];
  }
}

function chunked(body: Buffer): Buffer[] {
  const half = body.length >> 1;
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
  return [
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\n\r\n'),
  ];
}
