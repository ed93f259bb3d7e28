import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const namesIn = (text: string) => [...new Set(text.match(/\b(?:CLIENTELE_[A-Z_]+|DATABASE_URL)\b/g) ?? [])].toSorted();

test('every variable that is read is in .env.example', () => {
  const used = namesIn(read('packages/service/src/cli/main.ts') + read('packages/service/src/http/server.ts'));
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((name) => !new RegExp(`^#?${name}=`, 'm').test(read('.env.example')))).toEqual([]);
});

test('the image and the unit of the operations guide spare memory as the command does', () => {
  expect(read('packages/service/bin/clientele.cjs')).toContain("require('./memory.json')");
  const memory = JSON.parse(read('packages/service/bin/memory.json')) as {
    environment: Record<string, string>;
    serve: string[];
  };
  const settings = [...Object.entries(memory.environment).map(([name, value]) => `${name}=${value}`), ...memory.serve];
  expect(settings.length).toBeGreaterThan(1);
  for (const setting of settings)
    for (const file of ['Dockerfile', 'docs/operations.md']) expect(read(file)).toContain(setting);
});

test('links of the operations guide lead somewhere, and its flags exist', () => {
  const text = read('docs/operations.md');
  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(root, 'docs', link)))).toEqual([]);
  const serve = read('packages/service/src/cli/serve.ts');
  const inServe = [...text.matchAll(/serve [^\n`]*/g)].flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
  expect(inServe.length).toBeGreaterThan(3);
  const exists = (flag: string): boolean => serve.includes(`'${flag} `) || serve.includes(`'${flag}'`);
  expect(inServe.filter((flag) => !exists(flag) && flag !== '--help')).toEqual([]);
});

describe('the container', () => {
  const file = read('Dockerfile');
  const json = (instruction: string): string[] =>
    JSON.parse(new RegExp(`^${instruction} (\\[.*\\])$`, 'm').exec(file)?.[1] ?? '[]') as string[];

  test('starts what is built, with flags that exist, on the Node that is asked for', () => {
    const [node, ...rest] = json('ENTRYPOINT');
    const entry = rest.at(-1) ?? '';
    expect([node, existsSync(join(root, entry.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))]).toEqual([
      'node',
      true,
    ]);
    const [command, ...args] = json('CMD');
    expect(command).toBe('serve');
    const flags = args.filter((arg) => arg.startsWith('--'));
    const serve = read('packages/service/src/cli/serve.ts');
    expect(flags.filter((flag) => !serve.includes(`'${flag} `))).toEqual([]);
    const asked = /\d+/.exec((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node)?.[0];
    const bases = [...file.matchAll(/^FROM node:(\d+)-/gm)].map(([, major]) => major);
    expect(bases).toEqual([asked, asked]);
  });

  test('is not stopped before it could end in order, and keeps the port of the guide to this machine', () => {
    const compose = read('compose.yaml');
    const args = json('CMD');
    const preStop = Number(args[args.indexOf('--pre-stop') + 1]);
    const drain = Number(/const DRAIN_SECONDS = (\d+)/.exec(read('packages/service/src/http/server.ts'))?.[1]);
    const grace = Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1]);
    expect(grace).toBeGreaterThan(preStop + drain);
    expect(/'([^']+:8080)'/.exec(compose)?.[1]).toBe('127.0.0.1:8080:8080');
    expect(file).toMatch(/^USER node$/m);
  });
});
