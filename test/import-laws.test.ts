import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Rooms of a package, lowest first: a file may import its own room and the rooms listed for it. */
const engineOrder = [
  'base',
  'matrix',
  'compute',
  'features',
  'samples',
  'clustering',
  'evaluation',
  'selection',
  'segmentation',
  'personas',
] as const;
const mayImport: Record<string, Record<string, readonly string[]>> = {
  engine: Object.fromEntries(engineOrder.map((room, at) => [room, engineOrder.slice(0, at)])),
  service: {
    contract: [],
    store: ['contract'],
    report: ['contract'],
    orders: ['contract'],
    webhooks: ['contract', 'store'],
    runs: ['contract', 'store', 'report', 'orders'],
    http: ['contract', 'store', 'runs', 'report', 'orders', 'webhooks'],
    cli: ['contract', 'store', 'runs', 'report', 'orders', 'webhooks', 'http'],
  },
  console: {
    words: [],
    api: [],
    look: ['words'],
    data: [],
    map: ['words', 'api', 'look'],
    parts: ['words', 'api', 'look'],
    pages: ['words', 'api', 'look', 'data', 'map', 'parts'],
  },
};
/** Packages outside the repository that a package may import; the engine runs in browsers, so it has no node: here. */
const mayUse: Record<string, (name: string) => boolean> = {
  engine: (name) => ['typebox', 'typebox/value', 'intl-messageformat'].includes(name),
  service: (name) => !name.startsWith('@clientele/') || ['@clientele/engine', '@clientele/engine/node'].includes(name),
  // Of the service its words for what goes over the wire, and those as types alone: see below.
  console: (name) =>
    !name.startsWith('@clientele/') || /^@clientele\/(?:engine|service\/contract\/[\w/-]+)$/.test(name),
};
/** `process.env` and the command's arguments enter here only. */
const readsEnvironment = ['packages/service/src/http/server.ts', 'packages/service/src/cli/main.ts'];

interface Source {
  readonly file: string;
  readonly pkg: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** Imports that are there when the program runs: without those of types alone. */
  readonly needs: readonly string[];
}

const sources: Source[] = Object.keys(mayImport).flatMap((pkg) => {
  const src = join(root, 'packages', pkg, 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const file = join(src, name);
      const text = readFileSync(file, 'utf8');
      const imports = [
        ...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm),
      ];
      const room = name.includes('/') ? name.split('/')[0] : 'index';
      const nameOf = (match: RegExpExecArray): string => match[1] ?? match[2];
      const needs = imports.filter(([whole]) => !/^\s*(?:import|export)\s+type\b/.test(whole)).map(nameOf);
      return { file: relative(root, file), pkg, room, text, imports: imports.map(nameOf), needs };
    });
});

describe('import laws', () => {
  test('every room of the house is seen', () => {
    expect(sources.length).toBeGreaterThan(80);
    for (const [pkg, rooms] of Object.entries(mayImport))
      for (const room of Object.keys(rooms))
        expect(
          sources.some((source) => source.pkg === pkg && source.room === room),
          `${pkg}/${room}`,
        ).toBe(true);
  });

  test('imports go up the list of rooms only, and never into another package past its index', () => {
    const broken = sources.flatMap((source) =>
      source.imports
        .filter((name) => name.startsWith('.'))
        .flatMap((name) => {
          const target = relative(join(root, 'packages', source.pkg, 'src'), resolve(root, dirname(source.file), name));
          const outside = target.startsWith('..');
          const room = target.includes('/') ? target.split('/')[0] : 'index';
          const allowed =
            source.room === 'index' || room === source.room || mayImport[source.pkg][source.room]?.includes(room);
          return !outside && allowed ? [] : [`${source.file} imports ${name}`];
        }),
    );
    expect(broken).toEqual([]);
  });

  test('no file names itself by way of others, not even for types', () => {
    const needs = new Map(
      sources.map(({ file, imports: names }) => [
        file,
        names.filter((name) => name.startsWith('.')).map((name) => join(dirname(file), name)),
      ]),
    );
    const settled = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      else if (!settled.has(file)) for (const next of needs.get(file) ?? []) visit(next, [...path, file]);
      settled.add(file);
    };
    for (const file of needs.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  test('a package uses only what it may', () => {
    const broken = sources.flatMap((source) =>
      source.imports
        .filter((name) => !name.startsWith('.') && !mayUse[source.pkg](name))
        .map((name) => `${source.file} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });

  test('the console has nothing of the service but types: it talks HTTP', () => {
    const broken = sources
      .filter(({ pkg }) => pkg === 'console')
      .flatMap(({ file, needs }) =>
        needs.filter((name) => name.startsWith('@clientele/service')).map((name) => `${file} imports ${name}`),
      );
    expect(broken).toEqual([]);
  });

  test('a helping thread knows every task, and loads no schema of options', () => {
    const helper = 'packages/engine/src/helper.ts';
    const byFile = new Map(sources.map((source) => [source.file, source]));
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const name of byFile.get(file)?.needs ?? [])
        if (name.startsWith('.')) load(join(dirname(file), name));
        else loaded.add(name);
    };
    load(helper);
    expect([...loaded].filter((name) => name.startsWith('typebox'))).toEqual([]);
    const tasks = sources.flatMap(({ text }) =>
      [...text.matchAll(/^export const (\w+) = defineTask\(/gm)].map(([, name]) => name),
    );
    expect(tasks.length).toBeGreaterThan(8);
    expect(sources.flatMap(({ text }) => [...text.matchAll(/\bdefineTask\(\s*'/g)]).length).toBe(tasks.length);
    const listed = /: readonly AnyTask\[\] = \[([^\]]*)\]/.exec(byFile.get(helper)?.text ?? '')?.[1] ?? '';
    expect(listed.match(/\w+/g)).toEqual(tasks.toSorted());
  });

  test('the environment is read at the two front doors only', () => {
    const readers = sources.filter(({ text }) => /\bprocess\.(env|argv)\b/.test(text)).map(({ file }) => file);
    expect(readers.filter((file) => !readsEnvironment.includes(file))).toEqual([]);
  });

  test('the engine has no clock and no dice of its own', () => {
    const cheats = sources.filter(
      ({ pkg, text }) =>
        pkg === 'engine' && /\bMath\.random\(|\bDate\.now\(|\bnew Date\(|\bperformance\.now\(|\bconsole\./.test(text),
    );
    expect(cheats.map(({ file }) => file)).toEqual([]);
  });

  test('no file is longer than 400 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 401).map(({ file }) => file);
    expect(long).toEqual([]);
  });
});
