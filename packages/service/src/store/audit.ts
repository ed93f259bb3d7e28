import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Db, Tables } from './handle.ts';
import { iso } from './times.ts';

/** Who asked for something, and by which request. */
export interface By {
  /** `cli`, `admin`, `service`, `key <id>`, `token <id>` or `nobody`; never a secret. */
  readonly actor: string;
  readonly requestId?: string;
  /** The caller's address. */
  readonly address?: string;
}

export interface AuditEvent {
  /** What was done, as `secret.rotate`. */
  readonly action: string;
  readonly by: By;
  /** Default `done`. */
  readonly outcome?: 'done' | 'refused';
  /** The customer API id it concerns. */
  readonly tenant?: string | null;
  /** The key id or token id it concerns. */
  readonly object?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly tenant: string | null;
  readonly object: string | null;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a check of the chain found. */
export interface AuditCheck {
  readonly entries: number;
  /** The number and hash of the last entry; noted elsewhere, they prove that nothing before them was rewritten. */
  readonly last: { readonly seq: number; readonly hash: string };
  /** The first entry that does not fit, or null. */
  readonly broken: { readonly seq: number; readonly reason: 'missing' | 'changed' } | null;
}

export interface Audit {
  /** Writes an entry by itself. What changes the store writes its entry in its own transaction instead. */
  record(event: AuditEvent): Promise<void>;
  /** The last entries, latest first. */
  listAudit(count: number): Promise<AuditEntry[]>;
  /** Follows the chain from its first entry to its last. */
  verifyAudit(): Promise<AuditCheck>;
  /** Removes entries from before a time, and says in the log up to where. Resolves with how many there were. */
  pruneAudit(before: number): Promise<number>;
}

type Row = Tables['audit'];
/** Some milliseconds of hashing; then others have their turn. */
const PAGE = 500;
const LONGEST_TEXT = 500;

/** Appends `event` in `transaction`; it may depend on the number that the entry gets. Resolves with that number. */
export async function appendAudit(
  transaction: Transaction<Tables>,
  at: string,
  event: AuditEvent | ((seq: number) => AuditEvent),
): Promise<number> {
  // A write first: nobody else appends until this transaction ends.
  const head = await transaction
    .updateTable('audit_head')
    .set((all) => ({ seq: all('seq', '+', 1) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  const { by, outcome = 'done', tenant, object, ...rest } = typeof event === 'function' ? event(head.seq) : event;
  const entry = {
    seq: head.seq,
    at,
    actor: printable(by.actor),
    action: rest.action,
    outcome,
    tenant: tenant == null ? null : printable(tenant),
    object: object == null ? null : printable(object),
    request_id: by.requestId === undefined ? null : printable(by.requestId),
    address: by.address === undefined ? null : printable(by.address),
    details: JSON.stringify(rest.details ?? {}),
    previous: head.hash,
  };
  const hash = hashOf(entry);
  await transaction
    .insertInto('audit')
    .values({ ...entry, hash })
    .execute();
  await transaction.updateTable('audit_head').set({ hash }).where('id', '=', 1).execute();
  return head.seq;
}

export function audit(db: Db, now: () => number): Audit {
  const at = (): string => iso(now());
  return {
    async record(event) {
      await db.transaction().execute((transaction) => appendAudit(transaction, at(), event));
    },

    async listAudit(count) {
      const rows = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(count).execute();
      return rows.map(({ request_id, details, previous: _previous, hash: _hash, ...rest }) => ({
        ...rest,
        requestId: request_id,
        details: JSON.parse(details) as Record<string, unknown>,
      }));
    },

    verifyAudit: () => verifyChain(db),

    async pruneAudit(before) {
      const cut = iso(before);
      return db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('audit_head')
          .set((all) => ({ seq: all.ref('seq') })) // a write first, as in appendAudit
          .where('id', '=', 1)
          .execute();
        const last = await transaction
          .selectFrom('audit')
          .select(['seq', 'hash'])
          .where('at', '<', cut)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (last === undefined) return 0;
        const gone = await transaction.deleteFrom('audit').where('seq', '<=', last.seq).executeTakeFirst();
        const details = { through: last.seq, hash: last.hash };
        await appendAudit(transaction, at(), { action: 'audit.prune', by: { actor: 'service' }, details });
        return Number(gone.numDeletedRows);
      });
    },
  };
}

/** Reads in pages, up to the entry that was the last when it began: others may append meanwhile. */
async function verifyChain(db: Db): Promise<AuditCheck> {
  const { seq: end, hash: endHash } = await db
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  const last = { seq: end, hash: endHash };
  const first = await db.selectFrom('audit').select(['seq', 'previous']).orderBy('seq').limit(1).executeTakeFirst();
  let previous = first?.previous ?? endHash;
  let seq = first === undefined ? end : first.seq - 1;
  const start = seq;
  // Older entries may be gone, if a later one says so.
  let excused = start === 0;
  while (seq < end) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .where('seq', '<=', end)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    for (const row of page) {
      const entries = seq - start;
      if (row.seq !== seq + 1) return { entries, last, broken: { seq: seq + 1, reason: 'missing' } };
      if (row.previous !== previous || row.hash !== hashOf(row))
        return { entries, last, broken: { seq: row.seq, reason: 'changed' } };
      excused ||= row.action === 'audit.prune' && excuses(row.details, start, first?.previous);
      ({ seq, hash: previous } = row);
    }
    await turn();
    if (page.length === 0) return { entries: seq - start, last, broken: { seq: seq + 1, reason: 'missing' } };
  }
  const entries = end - start;
  if (!excused) return { entries, last, broken: { seq: start, reason: 'missing' } };
  return { entries, last, broken: previous === endHash ? null : { seq: end, reason: 'changed' } };
}

function excuses(details: string, through: number, hash: string | undefined): boolean {
  const told = JSON.parse(details) as { through?: number; hash?: string };
  return told.through === through && told.hash === hash;
}

/** SHA-256 over the members in a fixed order, the hash of the entry before among them. */
function hashOf(entry: Omit<Row, 'hash'>): string {
  const { seq, at, actor, action, outcome, tenant, object, request_id, address, details, previous } = entry;
  const members = [seq, at, actor, action, outcome, tenant, object, request_id, address, details, previous];
  return createHash('sha256').update(JSON.stringify(members)).digest('hex');
}

/** No control characters, so that an entry stays one line wherever it is shown. */
function printable(text: string): string {
  const escaped = text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped.length > LONGEST_TEXT ? escaped.slice(0, LONGEST_TEXT) : escaped;
}
