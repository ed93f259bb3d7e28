import { call } from '../api/call.ts';

/** Hands bytes to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; without this the bytes stay as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves what an address of a run answers: a link could not say who asks. */
export async function saveFrom(path: string, name: string, language: string): Promise<void> {
  saveBlob(await (await call(path, { language })).blob(), name);
}
