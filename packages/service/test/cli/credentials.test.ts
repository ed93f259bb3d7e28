import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { purchasingPath } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';

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
  ])('%j: exit code 2 and a remedy', async (args, said) => {
    const { code, stdout, stderr } = await clientele(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });

  test('an admin secret that is short, or half a pair of credentials, keeps the service from starting', async () => {
    const wrong: Record<string, string>[] = [{ CLIENTELE_ADMIN_SECRET: 'short' }, { CLIENTELE_SECRET: 'x' }];
    for (const env of wrong) {
      const { code, stderr } = await run(['serve', '--port', '0', '--data', folder], env);
      expect([code, stderr.split('\n')]).toEqual([2, [expect.stringMatching(/^clientele: .*CLIENTELE_/), '']]);
    }
  });
});
