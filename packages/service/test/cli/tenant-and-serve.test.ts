import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { productVersion } from '../../src/contract/version.ts';
import { exampleBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { purchasingPath } from '../support/app.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const post = (url: string, tenant: { customer_api_id: string; secret: string }) =>
  fetch(`${url}${purchasingPath}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-customer-api-id': tenant.customer_api_id,
      'x-secret': tenant.secret,
    },
    body: JSON.stringify(exampleBody()),
  });

test('clientele --version prints the version of the package', async () => {
  const said = await run(['--version']);
  expect(said).toEqual({ code: 0, stdout: `${productVersion}\n`, stderr: '' });
  expect(productVersion).toMatch(/^\d+\.\d+\.\d+/);
});

describe('clientele tenant', () => {
  test('create tells the id and the secret once, list never the secret', async () => {
    const created = await run(['tenant', 'create', 'My shop', '--data', folder, '--json']);
    expect([created.code, created.stderr]).toEqual([0, '']);
    const tenant = JSON.parse(created.stdout);
    expect(tenant).toMatchObject({ name: 'My shop', customer_api_id: expect.any(String) });
    expect(tenant.secret).toMatch(/^clt_\w{60}$/);
    const listed = await run(['tenant', 'list', '--data', folder, '--json']);
    expect(listed.stdout).not.toContain(tenant.secret);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { customer_api_id: tenant.customer_api_id, secrets: [{ last4: tenant.secret.slice(-4), state: 'active' }] },
    ]);
    expect((await run(['tenant', 'list', '--data', folder])).stdout).toContain(tenant.customer_api_id);
  });

  test('create for people prints both, each on a line of its own', async () => {
    const { stdout } = await run(['tenant', 'create', 'My shop', '--data', folder]);
    expect(stdout).toMatch(/^customer_api_id [0-9a-f-]{36}\nsecret clt_\w{60}\n/);
  });

  test('two that start together on a fresh folder both succeed', async () => {
    const both = await Promise.all(['A', 'B'].map((name) => run(['tenant', 'create', name, '--data', folder])));
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(JSON.parse((await run(['tenant', 'list', '--data', folder, '--json'])).stdout)).toHaveLength(2);
  });
});

describe('clientele serve', () => {
  test('prints its address first, knows tenants made while it runs, and ends with 0 on SIGTERM', async () => {
    const server = start(['serve', '--port', '0', '--data', folder]);
    const end = finished(server);
    const line = await firstLine(server);
    expect(line).toMatch(/^listening http:\/\/127\.0\.0\.1:\d+$/);
    const url = line.replace('listening ', '');
    const tenant = JSON.parse((await run(['tenant', 'create', 'Late', '--data', folder, '--json'])).stdout);

    const answer = await post(url, tenant);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { customer_labels: { customer_id: string }[]; warnings: { code: string }[] };
    expect(body.customer_labels.map(({ customer_id }) => customer_id)).toEqual(['C-1001', 'C-1002']);
    expect(body.warnings.map(({ code }) => code)).toContain('SMALL_SAMPLE');
    expect((await post(url, { ...tenant, secret: 'wrong' })).status).toBe(401);

    server.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });

  test('a port that is taken is told in one line', async () => {
    const server = start(['serve', '--port', '0', '--data', folder]);
    const end = finished(server);
    const port = (await firstLine(server)).split(':').at(-1) ?? '';
    const second = await run(['serve', '--port', port, '--data', join(folder, 'other')]);
    expect(second.code).toBe(2);
    expect(second.stderr.trim().split('\n').at(-1)).toBe(
      `clientele: Cannot listen on 127.0.0.1:${port} (EADDRINUSE). Choose another with --port or --host.`,
    );
    server.kill('SIGINT');
    expect((await end).code).toBe(0);
  });
});

describe('mistakes', () => {
  test.each([
    [['serve', '--port', '99999']],
    [['serve', '--port', 'http']],
    [['tenant', 'create']],
    [['tenant', 'create', ' ']],
    [['nonsense']],
    [['serve', '--nonsense']],
    [['serve', '--port', '0', '--port', '1']],
    [['serve', '--port', '0', '--orders-folder', import.meta.filename]],
    [['serve', '--orders-memory-mb', '64']],
    [['segment', 'no.csv', '--k', '3', '--k', '4']],
    [['segment', '']],
  ])('%j: exit code 2 and a reason', async (args) => {
    const { code, stdout, stderr } = await run([...args, ...(args[0] === 'tenant' ? ['--data', folder] : [])]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  test('a data folder without its pepper, or that is a file, is refused with a remedy', async () => {
    await run(['tenant', 'create', 'A', '--data', folder]);
    unlinkSync(join(folder, 'pepper'));
    const { code, stderr } = await run(['serve', '--port', '0', '--data', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^clientele: .*Restore .*pepper or set CLIENTELE_PEPPER\.\n$/);
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect((await run(['tenant', 'list', '--data', file])).code).toBe(2);
  });

  test('--help is no mistake, and names every command', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const command of ['segment', 'serve', 'tenant']) expect(stdout).toContain(command);
    expect((await run(['segment', '--help'])).stdout).toContain('--report report.html --out labels.csv');
  });
});
