import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One file of the console. */
export interface ConsoleFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** The same packed; null where that saves nothing. */
  readonly packed: Buffer | null;
}

/** The built console: its page, and the files that the page asks for, by address. */
export interface ConsoleFiles {
  readonly page: ConsoleFile;
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv; charset=utf-8',
  '.woff2': 'font/woff2',
};
const packable = new Set(['.html', '.js', '.css', '.csv']);

/** Where `npm install` builds it. */
export const CONSOLE_FOLDER = join(import.meta.dirname, '../../../console/dist/web');

/** Reads the built console once; undefined where it was not built. A file is named by what it holds, and never changes. */
export function readConsole(folder = CONSOLE_FOLDER): ConsoleFiles | undefined {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return undefined;
  const names = readdirSync(join(folder, 'assets')).filter((name) => Object.hasOwn(types, extname(name)));
  const assets = names.map((name) => [`/assets/${name}`, fileAt(join(folder, 'assets', name))] as const);
  return { page: fileAt(index), assets: new Map(assets) };
}

function fileAt(path: string): ConsoleFile {
  const bytes = readFileSync(path);
  const kind = extname(path);
  return { type: types[kind] ?? '', bytes, packed: packable.has(kind) ? gzipSync(bytes, { level: 9 }) : null };
}
