import type { Credentials } from '../api/session.ts';

/** The headers that prove who asks, as a shell has them: what is secret comes from its environment. */
export function credentialFlags(who: Credentials['kind']): string[] {
  return who === 'token'
    ? ['-H "Authorization: Bearer $TOKEN"']
    : ['-H "X-Customer-Api-Id: $ID"', '-H "X-Secret: $SECRET"'];
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
