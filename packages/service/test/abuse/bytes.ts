import * as fc from 'fast-check';
import type { Request } from './requests.ts';

/** Header lines that parsers have disagreed about. */
const oddLines = [
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 1e3',
  'Content-Length: 0x10',
  'Content-Length: +4',
  'Content-Length: 99999999999999999999',
  'Content-Length: 4, 4',
  'Content-Length:',
  'Content-Length: 4 4',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: chunked, gzip',
  'TE: trailers',
  'Transfer-Encoding : chunked',
  ' folded',
  'NoColon',
  ': empty',
  'Nul: \0',
  'Host: other',
  'Host:',
  'Upgrade: h2c',
  'Connection: upgrade',
  'Connection: keep-alive',
  'Expect: 100-continue',
  'Expect: 417',
  'HTTP2-Settings: AAMAAABk',
  `Filler: ${'x'.repeat(17_000)}`,
];
const oddFirstLines = [
  'GET / HTTP/2.0',
  'GET / HTTP/0.9',
  'GET /',
  'GET  / HTTP/1.1',
  'get / HTTP/1.1',
  'BREW /pot HTTP/1.1',
  '',
  'GET http://elsewhere/ HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'CONNECT host:80 HTTP/1.1',
  'PRI * HTTP/2.0',
  'GET /\u0000 HTTP/1.1',
  'GET /a b HTTP/1.1',
  `GET /${'a'.repeat(20_000)} HTTP/1.1`,
  '\x16\x03\x01\x02\x00\x01',
];
const chunkBodies = [
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  '-1\r\n',
  'ffffffffffffffff\r\n',
  '5\r\nhel',
  '5;ext=1\r\nhello\r\n0\r\n\r\n',
  '0\r\nTrailer: x\r\n\r\n',
  '5\r\nhelloX\r\n0\r\n\r\n',
  '5\nhello\n0\n\n',
  '',
];

/** Bytes that are nearly a request, from ones that are. */
export function bytesLike(requests: fc.Arbitrary<Request>): fc.Arbitrary<Request> {
  const raw = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    { weight: 4, arbitrary: requests.chain(({ bytes }) => flipped(bytes)) },
    { weight: 3, arbitrary: requests.chain(({ bytes }) => withLine(bytes)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...oddFirstLines), requests)
        .map(([line, { bytes }]) => otherFirstLine(bytes, line)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(requests, fc.constantFrom(...chunkBodies)).map(([{ bytes }, body]) => chunkedAs(bytes, body)),
    },
    {
      weight: 1,
      arbitrary: requests.chain(({ bytes }) => fc.nat({ max: bytes.length }).map((end) => bytes.subarray(0, end))),
    },
    { weight: 1, arbitrary: fc.tuple(requests, requests).map(([a, b]) => Buffer.concat([kept(a.bytes), b.bytes])) },
  );
  return raw.map((bytes) => ({ bytes, method: bytes.includes('HEAD ') ? 'HEAD' : 'ANY' }));
}

function flipped(bytes: Buffer): fc.Arbitrary<Buffer> {
  const flip = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
  return fc.array(flip, { minLength: 1, maxLength: 4 }).map((flips) => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of flips) copy[at] = value;
    return copy;
  });
}

function withLine(bytes: Buffer): fc.Arbitrary<Buffer> {
  const end = bytes.indexOf('\r\n') + 2;
  return fc
    .constantFrom(...oddLines)
    .map((line) => Buffer.concat([bytes.subarray(0, end), Buffer.from(`${line}\r\n`, 'latin1'), bytes.subarray(end)]));
}

function otherFirstLine(bytes: Buffer, line: string): Buffer {
  return Buffer.concat([Buffer.from(line, 'latin1'), bytes.subarray(bytes.indexOf('\r\n'))]);
}

function chunkedAs(bytes: Buffer, body: string): Buffer {
  const head = bytes.toString('latin1', 0, bytes.indexOf('\r\n\r\n'));
  const lines = head.split('\r\n').filter((line) => !/^(content-length|transfer-encoding):/i.test(line));
  return Buffer.from([...lines, 'Transfer-Encoding: chunked', '', body].join('\r\n'), 'latin1');
}

/** The same request on a connection that stays open. */
function kept(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace('Connection: close', 'Connection: keep-alive'), 'latin1');
}
