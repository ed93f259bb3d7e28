import { createHmac } from 'node:crypto';

/** A message's headers by Standard Webhooks 1.0: its id, the time of this attempt, and the signature over both and the body. */
export function signedHeaders(
  { id, payload, secret }: { readonly id: string; readonly payload: string; readonly secret: string },
  now: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(now / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
