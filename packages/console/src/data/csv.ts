type Cell = string | number | null;

/** Rows for a spreadsheet; a text that could be a formula there is none. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  const written = (cell: Cell): string | number => {
    if (typeof cell !== 'string') return cell ?? '';
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(written).join(',')).join('\n')}\n`;
}
