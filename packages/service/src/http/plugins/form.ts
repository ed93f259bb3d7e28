import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { Issue } from '../../contract/issues.ts';
import { fed } from './body.ts';
import { goOn, metered, refusalOf, type Spool } from './spool.ts';

/** A field of a form that is no file: its name and its text. */
export type Field = readonly [name: string, value: string];

/** The field that holds the file. */
const FILE = 'file';
/** Bytes that a form may have beside its file: fields, and what parts them. */
export const BESIDE_BYTES = 1024 * 1024;
/** What is read of one field; whatever a field may be is shorter. */
const FIELD_BYTES = 4 * 1024;

export function isForm({ headers }: FastifyRequest): boolean {
  return /^\s*multipart\/form-data\b/i.test(headers['content-type'] ?? '');
}

/**
 * Writes the field `file` of a form (multipart/form-data) to disk as it comes, and resolves with the other fields, which
 * may stand before or after it. Refuses what is no whole form (400), a file too large or too much beside it (413), a form
 * without a file or with two (422), and otherwise as `spoolBody`.
 */
export async function spoolForm(request: FastifyRequest, reply: FastifyReply, spool: Spool): Promise<Field[]> {
  const form = await parserOf(request);
  goOn(request, reply);
  const { uploadStallMs } = request.server.gates.settings;
  const meter = metered(spool);
  let total = 0;
  const whole = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      if (total - meter.bytes > BESIDE_BYTES) done(new Refusal('FORM_TOO_LARGE', { limit: BESIDE_BYTES }));
      else done(null, chunk);
    },
  });
  const reading = readForm(whole, form, { meter, file: spool.file });
  try {
    await fed(request.raw, whole, reading.done, uploadStallMs);
  } catch (error) {
    throw refusalOf(error) ?? new Refusal('DAMAGED_FORM', { problem: 'end' });
  } finally {
    reading.stop();
  }
  if (meter.bytes === 0) throw new Refusal('EMPTY_FILE');
  return reading.fields;
}

async function parserOf({ headers }: FastifyRequest): Promise<BusboyInstance> {
  const { Busboy } = await import('@fastify/busboy');
  try {
    return new Busboy({
      headers: headers as BusboyHeaders, // isForm has seen a content-type
      isPartAFile: (name) => name === FILE,
      limits: { fieldSize: FIELD_BYTES },
    });
  } catch {
    throw new Refusal('DAMAGED_FORM', { problem: 'boundary' });
  }
}

interface Reading {
  readonly fields: Field[];
  readonly done: Promise<void>;
  /** Closes the file, should it still be written. */
  stop(): void;
}

function readForm(
  whole: Transform,
  form: BusboyInstance,
  { meter, file }: { meter: Transform; file: string },
): Reading {
  const fields: Field[] = [];
  const leaving = new AbortController();
  let written: Promise<void> | undefined;
  const done = new Promise<void>((resolve, reject) => {
    form.on('file', (_name, part) => {
      part.on('error', reject);
      if (written) return reject(wrongFile('repeated'));
      written = pipeline(part, meter, createWriteStream(file), { signal: leaving.signal });
      written.catch(reject);
    });
    form.on('field', (name, value) => fields.push([name, value]));
    form.on('finish', () => {
      if (written) written.then(resolve, reject);
      else reject(wrongFile('missing'));
    });
    form.on('error', reject);
    whole.on('error', reject).pipe(form);
  });
  return { fields, done, stop: () => leaving.abort() };
}

function wrongFile(kind: 'missing' | 'repeated'): Refusal {
  const issue: Issue =
    kind === 'missing'
      ? { code: 'MISSING_PARAMETER', path: FILE, kind }
      : { code: 'INVALID_PARAMETER', path: FILE, kind };
  return new Refusal('INVALID_REQUEST', {}, { issues: [issue] });
}
