import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Manifest {
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Locked extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

const folders = ['', ...((JSON.parse(read('package.json')) as Manifest).workspaces ?? [])];
const manifests = folders.map(
  (folder) => [folder, JSON.parse(read(join(folder, 'package.json'))) as Manifest] as const,
);
const direct = manifests.flatMap(([, { dependencies, devDependencies, optionalDependencies }]) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }),
);
const foreign = direct.filter(([name]) => !name.startsWith('@clientele/'));
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const registered = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link);

describe('what is depended on directly', () => {
  test('is pinned to one version', () => {
    expect(foreign.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('is in the table of reasons, and nothing else is', () => {
    const rows = [...read('docs/decisions/0008-dependencies.md').matchAll(/^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)];
    const reasons = rows
      .slice(2)
      .flatMap(([, names = '', reason = '']) => names.split(', ').map((name) => [name.trim(), reason]));
    // The types of a package come with it.
    const needed = [...new Set(foreign.map(([name]) => name))].filter((name) => !name.startsWith('@types/'));
    expect(reasons.map(([name]) => name).toSorted()).toEqual(needed.toSorted());
    expect(reasons.filter(([, reason = '']) => reason.trim().length < 10)).toEqual([]);
  });
});

describe('package-lock.json', () => {
  test.each(manifests)('has what "%s" asks for', (folder, { dependencies, devDependencies, optionalDependencies }) => {
    expect(packages[folder]).toMatchObject({
      ...(dependencies && { dependencies }),
      ...(devDependencies && { devDependencies }),
      ...(optionalDependencies && { optionalDependencies }),
    });
  });

  test('knows the build of every platform, so that npm ci takes it', () => {
    const check = () =>
      execFileSync(process.execPath, ['scripts/lockfile.ts', '--check'], { cwd: root, encoding: 'utf8' });
    expect(check()).toBe('');
  });

  test('has a checksum for everything but builds for other platforms, and no address of a mirror', () => {
    const unsure = registered.filter(
      ([, { integrity = '', optional }]) => !integrity.startsWith('sha512-') && !optional,
    );
    expect(unsure).toEqual([]);
    expect(registered.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test('has nothing that needs a script to install', () => {
    // Its prebuilt library lies in the package; package.json forbids the script, which would compile it again.
    const scripted = registered.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => place);
    expect(scripted).toEqual(['node_modules/better-sqlite3']);
    expect(JSON.parse(read('package.json'))).toMatchObject({ allowScripts: { 'better-sqlite3': false } });
  });

  test('has licences that go with Apache-2.0 only', () => {
    const fine =
      /^\(?(?:MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|OFL-1\.1|MPL-2\.0|Unlicense|Python-2\.0|Zlib)\b/;
    const odd = registered.filter(([, { license = '', integrity }]) => integrity !== undefined && !fine.test(license));
    expect(odd.map(([place, { license }]) => [place, license])).toEqual([]);
  });
});

test('npm run sbom lists everything with its version and checksum', () => {
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1e8,
  });
  const { bomFormat, components } = JSON.parse(text) as {
    bomFormat: string;
    components: readonly { readonly purl: string; readonly hashes?: readonly object[] }[];
  };
  expect(bomFormat).toBe('CycloneDX');
  const listed = new Set(components.map(({ purl }) => decodeURIComponent(purl)));
  expect(foreign.filter(([name, version]) => !listed.has(`pkg:npm/${name}@${version}`))).toEqual([]);
  const unsure = components.filter(({ purl, hashes }) => !hashes && !purl.startsWith('pkg:npm/%40clientele/'));
  expect(unsure).toEqual([]);
});
