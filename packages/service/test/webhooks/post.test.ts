import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { post } from '../../src/webhooks/post.ts';
import { receiver, type Receiver } from '../support/receiver.ts';

const key = Buffer.alloc(32, 7);
const message = {
  id: 'msg_1',
  webhookId: 'w',
  apiId: 'a',
  secret: `whsec_${key.toString('base64')}`,
  payload: '{"type":"run.completed","data":{"name":"São"}}',
  attempt: 1,
};
const options = { allowPrivate: true, now: () => 1_700_000_000_500, userAgent: 'Clientele/1' };

let server: Receiver | undefined;
afterEach(() => server?.close());

test('a message arrives with its bytes, and a signature that fits them', async () => {
  server = await receiver();
  expect(await post({ ...message, url: `${server.url}/in?a=1` }, options)).toEqual({ status: 204 });
  const [{ path, headers, body }] = server.got;
  expect([path, body]).toEqual(['/in?a=1', message.payload]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Clientele/1',
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1700000000',
  });
  const expected = createHmac('sha256', key).update(`msg_1.1700000000.${body}`).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);
});

test('a redirect is an answer like any other, and nobody goes there', async () => {
  const elsewhere = await receiver();
  server = await receiver((response) => void response.writeHead(302, { location: elsewhere.url }).end());
  expect(await post({ ...message, url: server.url }, options)).toEqual({ status: 302 });
  expect(elsewhere.got).toEqual([]);
  await elsewhere.close();
});

test('an answer without an end is not waited for once its status is known', async () => {
  server = await receiver((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(timer));
  });
  expect(await post({ ...message, url: server.url }, options)).toEqual({ status: 200 });
});

test('a receiver that does not answer is given up', async () => {
  server = await receiver(() => undefined);
  expect(await post({ ...message, url: server.url }, { ...options, timeoutMs: 150 })).toEqual({ error: 'timeout' });
});

test('nobody there, and no such name, are told apart', async () => {
  server = await receiver();
  await server.close();
  expect(await post({ ...message, url: server.url }, options)).toEqual({ error: 'ECONNREFUSED' });
  server = undefined;
  const lookup = async (): Promise<never> => Promise.reject(new Error('ENOTFOUND'));
  expect(await post({ ...message, url: 'http://nowhere.example/' }, { ...options, lookup })).toEqual({
    error: 'unknown',
  });
});

test('a private network is not sent to, also when a name has moved there since', async () => {
  server = await receiver();
  const moved = async () => [{ address: '127.0.0.1', family: 4 }];
  const strict = { ...options, allowPrivate: false, lookup: moved };
  expect(await post({ ...message, url: `https://shop.example:${server.port}/` }, strict)).toEqual({ error: 'private' });
  expect(await post({ ...message, url: `https://127.0.0.1:${server.port}/` }, strict)).toEqual({ error: 'private' });
  expect(await post({ ...message, url: server.url }, strict)).toEqual({ error: 'not_https' });
  expect(server.got).toEqual([]);
});

test('the connection goes to the address that was looked at: the name is not resolved again', async () => {
  server = await receiver();
  let asked = 0;
  const lookup = async () => {
    asked++;
    return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }];
  };
  const sent = await post({ ...message, url: `http://shop.example:${server.port}/` }, { ...options, lookup });
  expect([sent, asked]).toEqual([{ status: 204 }, 1]);
  expect(server.got[0].headers.host).toBe(`shop.example:${server.port}`);
});
