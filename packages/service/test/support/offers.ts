import { randomBytes } from 'node:crypto';
import { uuid } from '../../src/store/tenants.ts';
import type { Operation } from './document.ts';
import type { Owner } from './owners.ts';
import { adminSecret, asAdmin } from './served.ts';

/** What callers offer to be let in. */
export type Headers = Record<string, string>;

/** An id that nobody has. */
export const newId = () => uuid(randomBytes);

/** What is no id. */
export const malformed = [
  '',
  'x',
  '0',
  "' or 1=1 --",
  '\u0000',
  '💩',
  '../../etc',
  'a'.repeat(90),
  '*',
  '%',
  '[object Object]',
];

export const pair = ({ apiId, secret }: Pick<Owner, 'apiId' | 'secret'>): Headers => ({
  'x-customer-api-id': apiId,
  'x-secret': secret,
});
export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** What lets a tenant, or the administrator, in: each of these by itself. */
export function waysIn(
  { schemes, orToken }: Pick<Operation, 'schemes' | 'orToken'>,
  own: Owner,
): [Headers, ...Headers[]] {
  if (schemes.includes('adminSecret')) return [asAdmin];
  if (schemes.includes('token')) return [bearer(own.token), { ...bearer(own.token), ...pair(own) }];
  return orToken ? [pair(own), bearer(own.token)] : [pair(own)];
}

/** Everything that must not: each is answered as `none` is. */
export function wrongFor(
  { schemes, orToken }: Pick<Operation, 'schemes' | 'orToken'>,
  { mine, theirs, disabled }: Record<'mine' | 'theirs' | 'disabled', Owner>,
): Record<string, Headers> {
  const [id, text] = mine.token.split('|');
  const tokens = {
    'a token of nobody': bearer(`999999|${text}`),
    'its id, the text of another': bearer(`${id}|${theirs.token.split('|')[1]}`),
    'the id of another, its text': bearer(`${theirs.tokenId}|${text}`),
    'a token without its id': bearer(text),
    'a revoked token': bearer(mine.revokedToken),
    'a token of a disabled tenant': bearer(disabled.token),
    'a token and half a pair': { ...bearer(mine.token), 'x-customer-api-id': mine.apiId },
    'the secret as a token': bearer(`${id}|${mine.secret}`),
  };
  const pairs = {
    'an id alone': { 'x-customer-api-id': mine.apiId },
    'a secret alone': { 'x-secret': mine.secret },
    'the secret of another': pair({ ...mine, secret: theirs.secret }),
    'the id of another': pair({ ...theirs, secret: mine.secret }),
    'an id of nobody': pair({ ...mine, apiId: newId() }),
    ...Object.fromEntries(malformed.map((apiId) => [`the id ${apiId}`, pair({ ...mine, apiId: printable(apiId) })])),
    'a secret cut short': pair({ ...mine, secret: mine.secret.slice(0, -1) }),
    'a secret and more': pair({ ...mine, secret: `${mine.secret}x` }),
    'the key id as secret': pair({ ...mine, secret: mine.keyId }),
    'an expired secret': pair({ ...mine, secret: mine.expiredSecret }),
    'a revoked secret': pair({ ...mine, secret: mine.revokedSecret }),
    'a disabled tenant': pair(disabled),
    'the secret of administrators': pair({ ...mine, secret: adminSecret }),
  };
  const common = {
    none: {},
    empty: { authorization: '', 'x-customer-api-id': '', 'x-secret': '', 'x-admin-secret': '' },
  };
  if (schemes.includes('adminSecret'))
    return {
      ...common,
      ...pairs,
      'a tenant': pair(mine),
      'a token': bearer(mine.token),
      'the secret as a token': bearer(adminSecret),
      'a tenant’s secret': { 'x-admin-secret': mine.secret },
      'all but its end': { 'x-admin-secret': adminSecret.slice(0, -1) },
    };
  const admin = { 'the administrator': asAdmin };
  if (orToken) return { ...common, ...admin, ...tokens, ...pairs };
  if (schemes.includes('token'))
    return { ...common, ...admin, ...tokens, ...pairs, 'a pair without a token': pair(mine) };
  return { ...common, ...admin, ...pairs, 'a token without a pair': bearer(mine.token) };
}

/** What a header can hold of `text`. */
const printable = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?');
