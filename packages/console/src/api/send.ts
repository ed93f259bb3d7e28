import { credentialHeaders, type ErrorBody, refused, Refused } from './call.ts';
import { session } from './session.ts';

interface Sending {
  readonly type: string;
  readonly language: string;
  readonly signal: AbortSignal;
  /** Hears which share of the body has left, 0..1. */
  readonly onSent: (share: number) => void;
}

/**
 * Sends a body; of a file the browser reads it from the disk while it is sent, whatever its size. Not by fetch, which does
 * not tell how much has left. Throws Refused; an AbortError where it was given up.
 */
export function sendBody<Answer>(
  path: string,
  body: Blob,
  { type, language, signal, onSent }: Sending,
): Promise<Answer> {
  const as = session.get();
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('accept-language', language);
    for (const [name, value] of Object.entries(as ? credentialHeaders(as) : {})) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve(request.response as Answer);
      else reject(refused(status, (request.response ?? {}) as Partial<ErrorBody>, as));
    });
    request.addEventListener('error', () => reject(new Refused(0)));
    request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
