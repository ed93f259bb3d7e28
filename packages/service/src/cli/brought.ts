import type { Readable } from 'node:stream';
import { isPlausible } from '../store/secrets.ts';
import { InputError } from './input-error.ts';

/** Secrets are hashed fast, which is safe for long random ones only: 32 hexadecimal digits are 128 bits. */
const SHORTEST_SECRET = 32;
const LONGEST_SECRET = 255;

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id that a tenant brings along. Throws an InputError when it is no UUID. */
export function broughtId(text: string): string {
  if (uuidPattern.test(text)) return text.toLowerCase();
  throw new InputError(`--api-id ${text} is no UUID, such as 0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d.`);
}

/**
 * The secret that a tenant brings along, from standard input: on the command line every user of the machine could read it. A
 * line break at its end is not part of it. Throws an InputError when it is none.
 */
export async function broughtSecret(stdin: Readable & { readonly isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY === true)
    throw new InputError('--secret-stdin reads a pipe: clientele tenant create NAME --secret-stdin < secret.txt');
  let text = '';
  for await (const part of stdin) {
    text += String(part);
    if (text.length > LONGEST_SECRET + 2) break;
  }
  const secret = text.replace(/\r?\n$/, '');
  if (!/^[\x21-\x7e]*$/.test(secret) || secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET)
    throw new InputError(
      `The secret on standard input must have ${SHORTEST_SECRET} to ${LONGEST_SECRET} visible ASCII characters, without spaces.`,
    );
  if (!isPlausible(secret))
    throw new InputError('The secret on standard input begins with clt_ and its checksum does not fit. Copy it again.');
  return secret;
}
