import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Secure random bytes, handed in so that tests can repeat themselves. */
export type RandomBytes = (count: number) => Uint8Array;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'clt_';
const RANDOM_LENGTH = 54;
const CHECK_LENGTH = 6;
const SALT_BYTES = 16;
/** Bytes from here on would favour the first letters of the alphabet; they are drawn again. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** Takes the place of one that is not there: the same time is spent. */
const NO_PEPPER = createSecretKey(Buffer.alloc(32));

/** Peppers by key id. The current one signs new secrets, the others still verify old ones. */
export interface Peppers {
  readonly current: string;
  readonly byId: ReadonlyMap<string, KeyObject>;
}

/** Peppers from their texts, the current one first. A pepper's id is the start of its own hash. */
export function peppers(texts: readonly [string, ...string[]]): Peppers {
  const entries = texts.map((text) => [pepperId(text), createSecretKey(text, 'utf8')] as const);
  return { current: pepperId(texts[0]), byId: new Map(entries) };
}

function pepperId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** A new secret of 64 characters: `clt_`, 54 random base62 characters (321 bits), 6 of checksum. */
export function makeSecret(random: RandomBytes): string {
  const body = PREFIX + randomText(RANDOM_LENGTH, random);
  return body + checksum(body);
}

/** Random base62 characters. */
export function randomText(length: number, random: RandomBytes): string {
  let text = '';
  while (text.length < length)
    for (const byte of random(length))
      if (byte < FAIR_BYTES && text.length < length) text += ALPHABET[byte % ALPHABET.length];
  return text;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** False only for a secret with our prefix and length whose checksum does not fit: a typing error, not a key. */
export function isPlausible(secret: string): boolean {
  const ours = secret.startsWith(PREFIX) && secret.length === PREFIX.length + RANDOM_LENGTH + CHECK_LENGTH;
  return !ours || secret.endsWith(checksum(secret.slice(0, -CHECK_LENGTH)));
}

/** What is stored of a secret: `v1$kid$salt$digest`, digest = HMAC-SHA-256(pepper, salt || secret), both base64url. */
export function digestOf(secret: string, { current, byId }: Peppers, random: RandomBytes): string {
  const salt = Buffer.from(random(SALT_BYTES));
  const pepper = byId.get(current) ?? NO_PEPPER;
  return ['v1', current, salt.toString('base64url'), hmac(pepper, salt, secret).toString('base64url')].join('$');
}

/** Whether `secret` made `stored`. Takes the same time whatever differs: only the 32-byte digests are compared. */
export function matches(secret: string, stored: string, { byId }: Peppers): boolean {
  const [version = '', kid = '', salt = '', digest = ''] = stored.split('$');
  const pepper = byId.get(kid);
  const expected = Buffer.alloc(32);
  Buffer.from(digest, 'base64url').copy(expected);
  const actual = hmac(pepper ?? NO_PEPPER, Buffer.from(salt, 'base64url'), secret);
  return timingSafeEqual(actual, expected) && version === 'v1' && pepper !== undefined;
}

/** The key id that signed `stored`. */
export function signerOf(stored: string): string {
  return stored.split('$')[1] ?? '';
}

function hmac(pepper: KeyObject, salt: Buffer, secret: string): Buffer {
  return createHmac('sha256', pepper).update(salt).update(secret, 'utf8').digest();
}
