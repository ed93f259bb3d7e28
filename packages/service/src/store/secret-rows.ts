import type { Tables } from './handle.ts';
import { digestOf, type Peppers, type RandomBytes } from './secrets.ts';

/** A secret as lists show it. */
export interface ListedSecret {
  readonly keyId: string;
  readonly last4: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To the minute; null when it was never used. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  /** `retiring`: replaced by a rotation, and usable until it expires. */
  readonly state: 'active' | 'retiring' | 'expired' | 'revoked';
}

export function listedSecret(row: Tables['secrets'], at: string): ListedSecret {
  const usable = row.replaced_at === null ? 'active' : 'retiring';
  return {
    keyId: row.id,
    last4: row.last4,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    state: row.revoked_at !== null ? 'revoked' : at < row.expires_at ? usable : 'expired',
  };
}

/** A new row of `secrets`, but for its tenant. */
export function secretRow(
  made: { keyId: string; secret: string; createdAt: string; expiresAt: string },
  peppers: Peppers,
  random: RandomBytes,
): Omit<Tables['secrets'], 'tenant_id'> {
  return {
    id: made.keyId,
    digest: digestOf(made.secret, peppers, random),
    last4: made.secret.slice(-4),
    created_at: made.createdAt,
    expires_at: made.expiresAt,
    revoked_at: null,
    replaced_at: null,
    last_used_at: null,
    request_key: null,
    noticed_days: null,
  };
}
