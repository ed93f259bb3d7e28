import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';

const SHORTEST_ADMIN_SECRET = 16;

/** What the service signs in and administrators are known by, from the environment. Empty counts as not set. */
export function serverCredentials({ adminSecret = '', customerApiId = '', secret = '' }: Settings) {
  if (adminSecret.trim() !== '' && adminSecret.trim().length < SHORTEST_ADMIN_SECRET)
    throw new InputError(
      `CLIENTELE_ADMIN_SECRET has fewer than ${SHORTEST_ADMIN_SECRET} characters. Make one: openssl rand -base64 32`,
    );
  if ((customerApiId === '') !== (secret === ''))
    throw new InputError('Set CLIENTELE_CUSTOMER_API_ID and CLIENTELE_SECRET both, or neither.');
  return {
    adminSecret: adminSecret.trim() === '' ? undefined : adminSecret.trim(),
    serverCredentials: secret === '' ? undefined : { apiId: customerApiId, secret },
  };
}
