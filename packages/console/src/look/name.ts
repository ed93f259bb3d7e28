/** The longest name that the service takes. */
export const LONGEST_NAME = 120;

/** What a run made of a file is called: the file's name, as far as the service takes it; empty where nothing of it is left. */
export function runNameOf(file: string): string {
  return file
    .replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/^[\s=+\-@]+/, '')
    .slice(0, LONGEST_NAME)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}

/** The beginning of a run's id, which tells runs of one name apart. */
export function shortId(run: string): string {
  return run.slice(0, 8);
}
