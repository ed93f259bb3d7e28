import type { Generated } from 'kysely';

/** The tables of tenants, credentials and the audit log. Times are ISO 8601 in UTC, so that they sort as text. */
export interface CredentialTables {
  tenants: {
    id: Generated<number>;
    /** The customer API id: a UUID in lower case. */
    api_id: string;
    name: string;
    created_at: string;
    /** Switched off: its credentials are refused until it is switched on again. */
    disabled_at: string | null;
    /** Counted up first by every change of the tenant or its secrets, which makes such changes wait for each other. */
    revision: Generated<number>;
  };
  secrets: {
    /** The key id: what a secret is called wherever the secret itself may not stand. */
    id: string;
    tenant_id: number;
    /** `v1$kid$salt$digest`; see secrets.ts. */
    digest: string;
    last4: string;
    created_at: string;
    expires_at: string;
    revoked_at: string | null;
    /** When a rotation put another one in its place; it may still be used until `expires_at`. */
    replaced_at: string | null;
    /** To the minute. */
    last_used_at: string | null;
    /** SHA-256 of the Idempotency-Key of the rotation that made it. */
    request_key: string | null;
    /** Days before its end of which the audit log was told last. */
    noticed_days: number | null;
  };
  tokens: {
    /** Decimal digits without leading zeros. */
    id: string;
    tenant_id: number | null;
    name: string;
    /** `v1$kid$salt$digest` for ours, the SHA-256 in hexadecimal for those taken over from Laravel Sanctum. */
    digest: string;
    last4: string;
    /** A JSON array of names. */
    abilities: string;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    /** To the minute. */
    last_used_at: string | null;
  };
  audit: {
    seq: number;
    at: string;
    actor: string;
    action: string;
    outcome: string;
    tenant: string | null;
    object: string | null;
    request_id: string | null;
    address: string | null;
    /** A JSON object. */
    details: string;
    /** The hash of the entry before. */
    previous: string;
    hash: string;
  };
  audit_head: { id: number; seq: number; hash: string };
}
