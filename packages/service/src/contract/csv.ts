/** A text as a cell of CSV (RFC 4180), exactly as it is: quoted where it has a comma, a quote or the end of a line. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
