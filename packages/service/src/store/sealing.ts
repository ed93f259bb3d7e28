import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject } from 'node:crypto';
import type { Peppers, RandomBytes } from './secrets.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;

/**
 * A text that must be readable again, as it is stored: `v1$kid$iv$text$tag`, AES-256-GCM under a key made of the pepper.
 * `place` is bound to it: moved to another row, it does not open.
 */
export function sealed(text: string, place: string, { current, byId }: Peppers, random: RandomBytes): string {
  const iv = Buffer.from(random(IV_BYTES));
  const cipher = createCipheriv(CIPHER, keyOf(byId.get(current)), iv).setAAD(Buffer.from(place));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [iv, hidden, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return ['v1', current, ...parts].join('$');
}

/** The text again; throws when it was changed, belongs elsewhere, or its pepper is not among these. */
export function opened(stored: string, place: string, { byId }: Peppers): string {
  const [, kid = '', ...parts] = stored.split('$');
  const [iv, hidden, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !hidden || !tag) throw new Error('a sealed text is cut short');
  const decipher = createDecipheriv(CIPHER, keyOf(byId.get(kid)), iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
  return Buffer.concat([decipher.update(hidden), decipher.final()]).toString('utf8');
}

function keyOf(pepper: KeyObject | undefined): Buffer {
  if (!pepper) throw new Error('a text is sealed with a pepper that is not among those given');
  return Buffer.from(hkdfSync('sha256', pepper, '', 'clientele sealed texts', 32));
}
