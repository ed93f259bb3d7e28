import { type Audit, audit } from './audit.ts';
import { type Authenticate, authenticate } from './authenticate.ts';
import type { Db } from './handle.ts';
import { type Secrets, secrets } from './rotation.ts';
import type { Peppers } from './secrets.ts';
import { type Outside, type Tenants, tenants } from './tenants.ts';
import { type Tokens, tokens } from './tokens.ts';

export interface Credentials extends Tenants, Secrets, Tokens, Audit {
  readonly verify: Authenticate;
}

export interface CredentialOptions extends Outside {
  /** Days after which every token ends, whatever its own date says. Default: none. */
  readonly tokenMaxAgeDays?: number | undefined;
}

/** Tenants, their secrets and tokens, and the log of what happened to them, over one database. */
export function credentials(db: Db, peppers: Peppers, options: CredentialOptions): Credentials {
  const outside = { ...options, now: forwards(options.now) };
  return {
    ...tenants(db, peppers, outside),
    ...secrets(db, peppers, outside),
    ...tokens(db, peppers, outside),
    ...audit(db, outside.now),
    verify: authenticate(db, peppers, outside),
  };
}

/** A clock that never goes back: one that is set back an hour must not revive what expired in that hour. */
function forwards(now: () => number): () => number {
  let latest = Number.NEGATIVE_INFINITY;
  return () => (latest = Math.max(latest, now()));
}
