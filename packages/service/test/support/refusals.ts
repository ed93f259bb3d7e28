import { Refusal } from '../../src/contract/errors.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { bytesOf } from './bodies.ts';

/** How a body of purchasing_segmentation is refused. */
export function refusalFor(body: unknown, limits = jsonLimits) {
  const bytes = body instanceof Uint8Array ? body : bytesOf(body);
  try {
    decode(bytes, null, limits);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}
