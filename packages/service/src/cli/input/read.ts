import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../input-error.ts';
import type { Say } from '../words/words.ts';

/** Bytes a compressed file may unpack to: a small file can hold gigabytes of nothing. */
const UNPACKED_LIMIT = 1_000_000_000;
/** How zipped files begin, and so every .xlsx and .ods. */
const ZIP = 'PK\u0003\u0004';
const unzip = promisify(gunzip);

/** The bytes of a file, or of standard input for "-"; unpacked when they are gzip, whatever the file is called. */
export async function readBytes(
  file: string,
  stdin: AsyncIterable<Uint8Array | string>,
  say: Say,
): Promise<Uint8Array> {
  const bytes = file === '-' ? await drain(stdin) : await load(file, say);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = packed ? await unpack(bytes, file, say) : bytes;
  if (unpacked.length === 0) throw new InputError(say('empty_file', { file: nameOf(file) }));
  return unpacked;
}

/** What messages call the input. */
export function nameOf(file: string): string {
  return file === '-' ? 'stdin' : file;
}

/** UTF-8 text without its byte order mark. */
export function textOf(bytes: Uint8Array, file: string, say: Say): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // UTF-16 without its mark, spreadsheets and other binaries may pass for UTF-8; text never holds a NUL.
    if (!text.includes('\0') && !text.startsWith(ZIP)) return text;
  } catch {
    // told below
  }
  throw new InputError(say('not_utf8', { file: nameOf(file) }));
}

async function drain(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

async function load(file: string, say: Say): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new InputError(say('missing_file', { file: file === '' ? '""' : file }));
    if (code === 'EISDIR') throw new InputError(say('is_folder', { file }));
    throw new InputError(say('unreadable', { file, code }));
  }
}

async function unpack(bytes: Uint8Array, file: string, say: Say): Promise<Uint8Array> {
  try {
    return await unzip(bytes, { maxOutputLength: UNPACKED_LIMIT });
  } catch (error) {
    const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (large) throw new InputError(say('too_large', { file: nameOf(file), limit: UNPACKED_LIMIT / 1e6 }));
    throw new InputError(say('damaged_gzip', { file: nameOf(file) }));
  }
}
