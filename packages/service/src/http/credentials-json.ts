import type { Rotated } from '../store/rotation.ts';
import type { ListedSecret } from '../store/secret-rows.ts';
import type { ListedTenant, NewTenant } from '../store/tenants.ts';
import type { ListedToken, NewToken } from '../store/tokens.ts';

// How tenants and their credentials are written as JSON, by the administration and by the command line alike.

export function shownTenant({ name, apiId, createdAt, disabledAt, secrets }: ListedTenant) {
  return {
    name,
    customer_api_id: apiId,
    state: disabledAt === null ? 'active' : 'disabled',
    created_at: createdAt,
    disabled_at: disabledAt,
    secrets: secrets.map(shownSecret),
  };
}

export function shownSecret(secret: ListedSecret) {
  return {
    key_id: secret.keyId,
    last4: secret.last4,
    state: secret.state,
    created_at: secret.createdAt,
    expires_at: secret.expiresAt,
    last_used_at: secret.lastUsedAt,
    revoked_at: secret.revokedAt,
  };
}

export function shownNewTenant(tenant: NewTenant) {
  return {
    name: tenant.name,
    customer_api_id: tenant.apiId,
    key_id: tenant.keyId,
    secret: tenant.secret,
    secret_expires_at: tenant.secretExpiresAt,
  };
}

export function shownRotation(apiId: string, done: Extract<Rotated, { kind: 'rotated' }>) {
  return {
    customer_api_id: apiId.toLowerCase(),
    key_id: done.keyId,
    secret: done.secret,
    secret_expires_at: done.expiresAt,
    replaced: done.replaced.map(({ keyId, expiresAt }) => ({ key_id: keyId, expires_at: expiresAt })),
  };
}

export function shownToken(token: ListedToken) {
  const { last4, state, lastUsedAt: last_used_at, revokedAt: revoked_at } = token;
  return { ...commonOf(token), last4, state, last_used_at, revoked_at };
}

export function shownNewToken(token: NewToken) {
  return { ...commonOf(token), token: token.token };
}

function commonOf(token: Omit<NewToken, 'token'>) {
  return {
    id: token.tokenId,
    name: token.name,
    tenant: token.tenant,
    abilities: token.abilities,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
  };
}
