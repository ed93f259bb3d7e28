import type { ExpressionBuilder, Transaction } from 'kysely';
import { setImmediate as others } from 'node:timers/promises';
import { gathered } from './bytes.ts';
import type { Db, Tables } from './handle.ts';

type Rows = Db | Transaction<Tables>;

/** Cut so small, the process answers others soon, and no statement of PostgreSQL takes long. */
const PART_BYTES = 1024 * 1024;

/**
 * Writes the bytes of `blocks` one after the other as file `id`, part by part, each durable by itself; or the same bytes
 * again. Nobody sees the file before a run names it; what no run names is swept away, and what could not be written to the
 * end goes at once: it would fill a disk that is full already. `rows` are those of the tenant.
 */
export async function writeFile(
  rows: Rows,
  id: string,
  blocks: readonly Uint8Array[],
  { tenantId, at }: { tenantId: number; at: string },
): Promise<void> {
  let part = 0;
  try {
    for (const bytes of partsOf(blocks)) {
      if (part > 0) await others();
      await rows
        .insertInto('run_files')
        .values({ id, tenant_id: tenantId, part: part++, written_at: at, bytes })
        .onConflict((conflict) => conflict.columns(['id', 'part']).doUpdateSet({ written_at: at }))
        .execute();
    }
  } catch (error) {
    await removeUnnamed(rows, id).catch(() => {});
    throw error;
  }
}

/**
 * Whether bytes are one part: those may be written in the transaction that names them, which saves a commit, for one
 * statement holds up nobody.
 */
export function isOnePart(blocks: readonly Uint8Array[]): boolean {
  return blocks.length === 1 && (blocks[0]?.length ?? 0) <= PART_BYTES;
}

/** The bytes of a file, or null when there is none. */
export async function readFile(rows: Db, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const next = await rows
      .selectFrom('run_files')
      .select('bytes')
      .where('id', '=', id)
      .where('part', '=', parts.length)
      .executeTakeFirst();
    if (next === undefined) break;
    parts.push(next.bytes);
    await others();
  }
  return parts.length === 0 ? null : gathered(parts);
}

export async function removeFiles(rows: Rows, ids: readonly (string | null | undefined)[]): Promise<void> {
  const named = ids.filter((id) => id != null);
  if (named.length > 0) await rows.deleteFrom('run_files').where('id', 'in', named).execute();
}

/** Removes a file unless a run names it. */
export async function removeUnnamed(rows: Rows, id: string): Promise<void> {
  const named = (where: ExpressionBuilder<Tables, 'runs'>) =>
    where.or([where('snapshot_file', '=', id), where('body_file', '=', id), where('split_file', '=', id)]);
  await rows
    .deleteFrom('run_files')
    .where('id', '=', id)
    .where((where) => where.not(where.exists(where.selectFrom('runs').select('id').where(named))))
    .execute();
}

function* partsOf(blocks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const block of blocks)
    for (let from = 0; from < block.length; from += PART_BYTES) {
      const { buffer, byteOffset } = block;
      // Both drivers take a Buffer; the same memory, not a copy.
      yield Buffer.from(buffer, byteOffset + from, Math.min(PART_BYTES, block.length - from));
    }
}
