import Table from 'cli-table3';

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** Rows under their heads, without borders in colour. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  print(table.toString());
}

/** The day of a time; a dash for none. */
export function day(time: string | null): string {
  return time === null ? '-' : time.slice(0, 10);
}

/** A time to the minute, as people read it; a dash for none. */
export function minute(time: string | null): string {
  return time === null ? '-' : `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
