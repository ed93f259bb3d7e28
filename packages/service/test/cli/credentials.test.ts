import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { openStore } from '../../src/store/store.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { purchasingPath } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { fed, finished, firstLine, run, start } from '../support/command.ts';
import { DAY } from '../support/credentials.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-cli-credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clientele = (...args: string[]) => run([...args, '--data', folder]);
const asJson = async (...args: string[]) => {
  const { code, stdout, stderr } = await clientele(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};

describe('credentials from the command line, while the service runs', () => {
  test('secrets are rotated and revoked, tenants switched off and deleted, and each counts at the next request', async () => {
    const server = start(['serve', '--port', '0', '--data', folder], { CLIENTELE_ADMIN_SECRET: 'x'.repeat(32) });
    const end = finished(server);
    const url = (await firstLine(server)).replace('listening ', '');
    const { customer_api_id: id, key_id, secret } = await asJson('tenant', 'create', 'A');
    const status = async (given: string) => {
      const headers = { 'content-type': 'application/json', 'x-customer-api-id': id, 'x-secret': given };
      const body = JSON.stringify(exampleBody());
      return (await fetch(`${url}${purchasingPath}`, { method: 'POST', headers, body })).status;
    };
    const rotated = await asJson('secret', 'rotate', id, '--overlap', '600');
    expect([await status(secret), await status(rotated.secret)]).toEqual([200, 200]);
    expect(rotated.replaced).toMatchObject([{ key_id }]);
    await asJson('secret', 'revoke', id, key_id);
    expect([await status(secret), await status(rotated.secret)]).toEqual([401, 200]);
    await asJson('tenant', 'disable', id);
    expect(await status(rotated.secret)).toBe(401);
    await asJson('tenant', 'enable', id);
    expect(await status(rotated.secret)).toBe(200);

    const headers = { 'x-admin-secret': 'x'.repeat(32) };
    const seen = await (await fetch(`${url}/admin/tenants/${id}`, { headers })).json();
    expect(seen).toEqual(await asJson('tenant', 'show', id));
    await asJson('tenant', 'delete', id);
    expect(await status(rotated.secret)).toBe(401);
    server.kill('SIGTERM');
    expect((await end).code).toBe(0);
    const told = (await asJson('audit', 'list')).map(({ action }: { action: string }) => action);
    expect([told[0], told.at(-1)]).toEqual(['service.stop', 'service.start']);
  });

  test('of two processes that rotate at once, one does and one is told to wait', async () => {
    const { customer_api_id: id } = await asJson('tenant', 'create', 'B');
    const both = await Promise.all([clientele('secret', 'rotate', id), clientele('secret', 'rotate', id)]);
    expect(both.map(({ code }) => code).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 2]);
    expect(both.find(({ code }) => code === 2)?.stderr).toMatch(/still works until .* --force\.\n$/);
  });

  test('tokens are made with several abilities, listed without their text, and revoked', async () => {
    const { customer_api_id: tenant } = await asJson('tenant', 'create', 'C');
    const abilities = ['--ability', 'segmentation:run', '--ability', '*'];
    const made = await asJson('token', 'create', '--tenant', tenant, ...abilities, '--expires-days', '3');
    expect(made.token).toMatch(/^\d+\|cltt_\w{48}$/);
    expect(made.abilities).toEqual(['segmentation:run', '*']);
    const listed = await asJson('token', 'list', '--tenant', tenant);
    expect(listed).toMatchObject([{ id: made.id, state: 'active' }]);
    expect(JSON.stringify(listed)).not.toContain(made.token.split('|')[1]);
    expect(await asJson('token', 'revoke', made.id)).toEqual({ id: made.id, state: 'revoked' });
  });

  test('what a tenant has at another service works here too, and is not shown again', async () => {
    const [apiId, secret] = [
      '0B6F1F5E-7a3c-4d2b-9c1d-2f3e4a5b6c7d',
      'w3Ft-Kj6Yh_8Gd5Sa1Zx0Cv9Bn2Mq4We7Rt6Yu3Io8Pl5Kj1Hg9Fd4Sa2Zx7Qw-E',
    ];
    const create = ['tenant', 'create', 'Old', '--api-id', apiId, '--secret-stdin', '--data', folder];
    const made = await fed(`${secret}\r\n`, [...create, '--json']);
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'Old', customer_api_id: apiId.toLowerCase() });
    expect(made.stdout).not.toContain(secret);
    const store = await openStore({ folder, now: Date.now, random: randomBytes });
    expect(await store.verify(apiId, secret)).not.toBeNull();
    expect((await store.listAudit(1))[0]).toMatchObject({ details: { brought_id: true, brought_secret: true } });
    await store.close();
    const again = await fed(secret, create);
    expect([again.code, again.stderr]).toEqual([
      2,
      `clientele: There is a tenant with the id ${apiId.toLowerCase()} already.\n`,
    ]);
  });

  test('a service may give all tokens an age', async () => {
    const { id, created_at } = await asJson('token', 'create', '--expires-days', '100');
    const secret = 'x'.repeat(32);
    const server = start(['serve', '--port', '0', '--data', folder, '--token-max-age', '2'], {
      CLIENTELE_ADMIN_SECRET: secret,
    });
    const end = finished(server);
    const url = (await firstLine(server)).replace('listening ', '');
    const { tokens } = (await (
      await fetch(`${url}/admin/tokens`, { headers: { 'x-admin-secret': secret } })
    ).json()) as {
      tokens: { id: string; expires_at: string }[];
    };
    const ends = new Date(Date.parse(created_at) + 2 * DAY).toISOString();
    expect(tokens.find((one) => one.id === id)?.expires_at).toBe(ends);
    server.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });

  test('the audit log can be read, and verified', async () => {
    const entries = await asJson('audit', 'list', '--last', '5');
    expect(entries).toHaveLength(5);
    expect(await asJson('audit', 'verify')).toMatchObject({ broken: null });
  });
});

describe('mistakes', () => {
  const nobody = '11111111-1111-4111-8111-111111111111';
  test.each([
    [['tenant', 'show', nobody], /no tenant .* clientele tenant list/],
    [['tenant', 'delete', nobody], /no tenant/],
    [['secret', 'rotate', nobody], /no tenant/],
    [['secret', 'rotate', nobody, '--overlap', '604801'], /whole number from 0 to 604800/],
    [['secret', 'revoke', nobody, nobody], /no secret with key id/],
    [['token', 'create', '--tenant', nobody], /no tenant/],
    [
      ['token', 'create', '--ability', 'all'],
      /no ability all\. There are: segmentation:run, runs:read, runs:write, \*\./,
    ],
    [['token', 'revoke', '999'], /no token 999/],
    [['tenant', 'create', 'X', '--api-id', '42'], /--api-id 42 is no UUID/],
    [['serve', '--token-max-age', '0'], /whole number from 1 to 3650/],
  ])('%j: exit code 2 and a remedy', async (args, said) => {
    const { code, stdout, stderr } = await clientele(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });

  test.each([
    ['nothing', '', /must have 32 to 255 visible ASCII/],
    ['a short one', 'x'.repeat(31), /must have 32 to 255 visible ASCII/],
    ['one with a space', `${'x'.repeat(40)} ${'y'.repeat(40)}`, /without spaces/],
    ['two lines', `${'x'.repeat(40)}\n${'y'.repeat(40)}\n`, /without spaces/],
    ['one without end', 'x'.repeat(1_000_000), /must have 32 to 255/],
    ['one of ours, mistyped', `clt_${'x'.repeat(60)}`, /checksum does not fit/],
  ])('%s on standard input is no secret', async (_, input, said) => {
    const { code, stdout, stderr } = await fed(input, ['tenant', 'create', 'X', '--secret-stdin', '--data', folder]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/xxx/);
  });

  test('an admin secret that is short, or half a pair of credentials, keeps the service from starting', async () => {
    const wrong: Record<string, string>[] = [{ CLIENTELE_ADMIN_SECRET: 'short' }, { CLIENTELE_SECRET: 'x' }];
    for (const env of wrong) {
      const { code, stderr } = await run(['serve', '--port', '0', '--data', folder], env);
      expect([code, stderr.split('\n')]).toEqual([2, [expect.stringMatching(/^clientele: .*CLIENTELE_/), '']]);
    }
  });
});
