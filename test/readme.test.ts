import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshReadme } from '../scripts/readme.ts';

const root = join(import.meta.dirname, '..');

describe('what the README promises', () => {
  test('the demo runs to its end, writes the report, and prints what the README shows', () => {
    const report = join(root, 'demo-report.html');
    rmSync(report, { force: true });
    expect(freshReadme()).toBe(readFileSync(join(root, 'README.md'), 'utf8'));
    expect(statSync(report).size).toBeGreaterThan(100_000);
    expect(readFileSync(report, 'utf8')).toContain('Online Retail, year to 9 December 2011');
  });

  test('every file that README and docs link to is there', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', ...pagesUnder('docs')];
    const missing = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target]) => join(page, '..', target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} -> ${target}`),
    );
    expect(pages.length).toBeGreaterThan(15);
    expect(missing).toEqual([]);
  });

  const programs = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));
  test.each(programs)('examples/%s runs', (name) => {
    const run = spawnSync(process.execPath, ['--conditions=development', join('examples', name)], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout.split('\n').length).toBeGreaterThan(4);
  });
});

function pagesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}
