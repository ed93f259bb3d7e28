/**
 * Puts into README.md what the programs really print: `npm run readme` writes, `npm run readme -- --check` compares.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const file = join(root, 'README.md');

/** The part of the demo's output that is the same in every run: from the verdict to the end of the record. */
export function demoOutput(): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=development', 'scripts/demo.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The demo ended with ${status}: ${stderr}`);
  const lines = stdout.split('\n');
  const start = lines.findIndex((line) => line === '') + 1;
  const end = lines.findIndex((line) => line.startsWith('- drawing'));
  return lines.slice(start, end).join('\n').trim();
}

/** The program of examples/library.ts without its opening comment. */
export function libraryExample(): string {
  const text = readFileSync(join(root, 'examples/library.ts'), 'utf8');
  return text.slice(text.indexOf('*/') + 2).trim();
}

/** README.md with its generated blocks made anew. */
export function freshReadme(): string {
  const blocks = { demo: ['text', demoOutput()], library: ['ts', libraryExample()] } as const;
  let text = readFileSync(file, 'utf8');
  for (const [name, [language, content]] of Object.entries(blocks))
    text = text.replace(
      new RegExp(`<!-- ${name} -->[^]*?<!-- /${name} -->`),
      () => `<!-- ${name} -->\n\`\`\`${language}\n${content}\n\`\`\`\n<!-- /${name} -->`,
    );
  return text;
}

if (import.meta.main) {
  const fresh = freshReadme();
  const same = fresh === readFileSync(file, 'utf8');
  if (!process.argv.includes('--check')) writeFileSync(file, fresh);
  else if (!same) console.error('README.md does not show what the programs print. Run "npm run readme".');
  process.exitCode = process.argv.includes('--check') && !same ? 1 : 0;
}
