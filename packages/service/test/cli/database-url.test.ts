import { afterEach, beforeEach, expect, test } from 'vitest';
import { purchasingPath } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { type EmptyStore, PEPPER, postgres } from '../support/stores.ts';

let own: EmptyStore;
beforeEach(async () => void (own = await postgres.empty()));
afterEach(() => own.remove());

test('two services share a database, and know a tenant that a command makes while they run', async () => {
  const services = [1, 2].map(() => start(['serve', '--port', '0', '--threads', '1'], own.env));
  const ends = services.map(finished);
  const urls = (await Promise.all(services.map(firstLine))).map((line) => line.replace('listening ', ''));
  const tenant = JSON.parse((await run(['tenant', 'create', 'Late', '--json'], own.env)).stdout);
  for (const url of urls) {
    const answer = await fetch(`${url}${purchasingPath}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-customer-api-id': tenant.customer_api_id,
        'x-secret': tenant.secret,
      },
      body: JSON.stringify(exampleBody()),
    });
    expect(answer.status).toBe(200);
  }
  for (const service of services) service.kill('SIGTERM');
  expect((await Promise.all(ends)).map(({ code }) => code)).toEqual([0, 0]);
});

test.each([
  [
    'no server',
    { DATABASE_URL: 'postgres://clientele:hush@127.0.0.1:1/x', CLIENTELE_PEPPER: PEPPER },
    /cannot be reached.*ECONNREFUSED/,
  ],
  ['not a URL', { DATABASE_URL: 'clientele:hush@nowhere', CLIENTELE_PEPPER: PEPPER }, /not of the form postgres:/],
  ['no pepper', { CLIENTELE_PEPPER: '' }, /Set CLIENTELE_PEPPER/],
])('%s: exit code 2 and one line with a reason, without the password', async (_, env, reason) => {
  const { code, stdout, stderr } = await run(['tenant', 'list', '--data', own.place.folder], { ...own.env, ...env });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^clientele: [^\n]+\n$/);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toContain('hush');
});
