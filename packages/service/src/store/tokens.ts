import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { DEFAULT_ABILITY } from '../contract/credentials.ts';
import { appendAudit, type By } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { digestOf, matches, type Peppers, type RandomBytes, randomText } from './secrets.ts';
import { inTenant, type Outside, type Tenant } from './tenants.ts';
import { DAY_MS, iso } from './times.ts';
import { noteUse } from './uses.ts';

/** Who a token speaks for. */
export interface TokenHolder {
  readonly tokenId: string;
  /** Null when the token belongs to no tenant: the caller must name one. */
  readonly tenant: Tenant | null;
  readonly abilities: readonly string[];
}

export interface NewToken {
  readonly tokenId: string;
  /** `{id}|{text}`, told this once. */
  readonly token: string;
  readonly name: string;
  /** The customer API id of its tenant. */
  readonly tenant: string | null;
  readonly abilities: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface ListedToken extends Omit<NewToken, 'token'> {
  readonly last4: string;
  /** To the minute; null when it was never used. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

export interface TokenOptions {
  readonly name?: string | undefined;
  /** The customer API id it is bound to; null binds it to none. */
  readonly tenant: string | null;
  /** Default `segmentation:run` alone. */
  readonly abilities?: readonly string[] | undefined;
  /** Default: it does not expire. */
  readonly expiresDays?: number | undefined;
}

export interface Tokens {
  /** A new token. Null when there is no such tenant. */
  createToken(options: TokenOptions, by: By): Promise<NewToken | null>;
  /** All tokens, or those of one tenant. */
  listTokens(tenant?: string): Promise<ListedToken[]>;
  /** Ends a token at once. False when there is none with this id, or none of `tenant` where one is named. */
  revokeToken(tokenId: string, by: By, tenant?: string): Promise<boolean>;
  /** Who this token speaks for; null for every kind of wrong one. */
  verifyToken(token: string): Promise<TokenHolder | null>;
}

const PREFIX = 'cltt_';
const RANDOM_LENGTH = 40;
const CHECK_LENGTH = 8;
/** Longer numbers of tokens are not looked up: no database counts that far. */
const idPattern = /^\d{1,18}$/;
const textPattern = /^[\x21-\x7e]{1,255}$/;

/** The part of a new token after the `|`, as Laravel Sanctum makes it: prefix, 40 random characters, their checksum. */
export function makeTokenText(random: RandomBytes): string {
  const entropy = randomText(RANDOM_LENGTH, random);
  return `${PREFIX}${entropy}${checksum(entropy)}`;
}

/** PHP's crc32b. */
function checksum(text: string): string {
  return crc32(text).toString(16).padStart(CHECK_LENGTH, '0');
}

/** False only for a text with our prefix and length whose checksum does not fit: a typing error. */
function isPlausibleText(text: string): boolean {
  const ours = text.startsWith(PREFIX) && text.length === PREFIX.length + RANDOM_LENGTH + CHECK_LENGTH;
  return !ours || checksum(text.slice(PREFIX.length, -CHECK_LENGTH)) === text.slice(-CHECK_LENGTH);
}

/** The id, without leading zeros, and the text of a token; impossible ones become an id that nobody has. */
function parsed(token: string): { id: string; text: string; possible: boolean } {
  const bar = token.indexOf('|');
  const [id, text] = [token.slice(0, Math.max(bar, 0)), token.slice(bar + 1)];
  const possible = bar > 0 && idPattern.test(id) && textPattern.test(text) && isPlausibleText(text);
  return { id: possible ? id.replace(/^0+(?=\d)/, '') : '', text: text.slice(0, 255), possible };
}

/** Whether `text` made `stored`, ours or Sanctum's. Both digests are computed for every token. */
function textMatches(text: string, stored: string, peppers: Peppers, dummy: string): boolean {
  const foreign = /^[0-9a-f]{64}$/.test(stored);
  const own = matches(text, foreign ? dummy : stored, peppers);
  const hash = createHash('sha256').update(text).digest();
  const same = timingSafeEqual(hash, foreign ? Buffer.from(stored, 'hex') : Buffer.alloc(hash.length));
  return foreign ? same : own;
}

export function tokens(
  db: Db,
  peppers: Peppers,
  { now, random, tokenMaxAgeDays }: Outside & { tokenMaxAgeDays?: number | undefined },
): Tokens {
  const dummy = digestOf(makeTokenText(random), peppers, random);
  /** A token ends by its own date or by the age that all of them have in common, whichever is sooner. */
  const endOf = (row: Pick<Tables['tokens'], 'created_at' | 'expires_at'>): string | null => {
    const aged = tokenMaxAgeDays === undefined ? null : iso(Date.parse(row.created_at) + tokenMaxAgeDays * DAY_MS);
    return [row.expires_at, aged].filter((end) => end !== null).toSorted()[0] ?? null;
  };
  const withTenant = (from: Pick<Db, 'selectFrom'> = db) =>
    from.selectFrom('tokens').leftJoin('tenants', 'tenants.id', 'tokens.tenant_id').selectAll('tokens');

  return {
    async createToken({ name = '', tenant: apiId, abilities: wanted = [DEFAULT_ABILITY], expiresDays }, by) {
      const insert = async (
        transaction: Parameters<typeof appendAudit>[0],
        tenant: { id: number; api_id: string } | null,
      ): Promise<NewToken> => {
        const time = now();
        const text = makeTokenText(random);
        const expiresAt = expiresDays === undefined ? null : iso(time + expiresDays * DAY_MS);
        // A token is numbered as its entry in the log is: numbers that rise, and are never used again.
        const number = await appendAudit(transaction, iso(time), (seq) => ({
          action: 'token.issue',
          by,
          tenant: tenant?.api_id ?? null,
          object: String(seq),
          details: { abilities: wanted.join(' '), ...(expiresAt === null ? {} : { expires_at: expiresAt }) },
        }));
        const row = {
          id: String(number),
          tenant_id: tenant?.id ?? null,
          name,
          digest: digestOf(text, peppers, random),
          last4: text.slice(-4),
          abilities: JSON.stringify(wanted),
          created_at: iso(time),
          expires_at: expiresAt,
          revoked_at: null,
          last_used_at: null,
        };
        await transaction.insertInto('tokens').values(row).execute();
        const made = { tokenId: row.id, token: `${row.id}|${text}`, name, tenant: tenant?.api_id ?? null };
        return { ...made, abilities: wanted, createdAt: row.created_at, expiresAt };
      };
      if (apiId === null) return db.transaction().execute((transaction) => insert(transaction, null));
      return inTenant(db, apiId, insert);
    },

    async listTokens(tenant) {
      const from = tenant === undefined ? db : rowsOf(db, tenant);
      const all = withTenant(from).select('tenants.api_id').orderBy('tokens.created_at').orderBy('tokens.id');
      const rows = tenant === undefined ? all : all.where('tenants.api_id', '=', tenant.toLowerCase());
      const at = iso(now());
      return (await rows.execute()).map((row) => {
        const expiresAt = endOf(row);
        const ended = expiresAt !== null && at >= expiresAt;
        return {
          tokenId: row.id,
          name: row.name,
          tenant: row.api_id,
          abilities: JSON.parse(row.abilities) as string[],
          createdAt: row.created_at,
          expiresAt,
          last4: row.last4,
          lastUsedAt: row.last_used_at,
          revokedAt: row.revoked_at,
          state: row.revoked_at !== null ? 'revoked' : ended ? 'expired' : 'active',
        };
      });
    },

    async revokeToken(tokenId, by, tenant) {
      const from = tenant === undefined ? db : rowsOf(db, tenant);
      return from.transaction().execute(async (transaction) => {
        const at = iso(now());
        const row = await withTenant(transaction)
          .select('tenants.api_id')
          .where('tokens.id', '=', tokenId.replace(/^0+(?=\d)/, ''))
          .executeTakeFirst();
        if (!row || (tenant !== undefined && row.api_id !== tenant.toLowerCase())) return false;
        const done = await transaction
          .updateTable('tokens')
          .set({ revoked_at: at })
          .where('id', '=', row.id)
          .where('revoked_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (done)
          await appendAudit(transaction, at, { action: 'token.revoke', by, tenant: row.api_id, object: done.id });
        return true;
      });
    },

    async verifyToken(token) {
      const time = now();
      const { id, text, possible } = parsed(token);
      const row = await withTenant()
        .select(['tenants.api_id', 'tenants.name as tenant_name', 'tenants.disabled_at'])
        .where('tokens.id', '=', id)
        .executeTakeFirst();
      const right = textMatches(text, row?.digest ?? dummy, peppers, dummy);
      if (!right || !possible || row === undefined) return null;
      const end = endOf(row);
      if (row.revoked_at !== null || row.disabled_at !== null || (end !== null && iso(time) >= end)) return null;
      void noteUse(db, 'tokens', row, time);
      return {
        tokenId: row.id,
        tenant: row.api_id === null ? null : { apiId: row.api_id, name: row.tenant_name ?? '' },
        abilities: JSON.parse(row.abilities) as string[],
      };
    },
  };
}
