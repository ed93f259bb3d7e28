/** A name as SQL writes it, safe whatever is in it. No name of a database has U+0000: it is left out. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll('\0', '')}"`;
}
