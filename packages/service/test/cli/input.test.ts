import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { customersIn } from '../../src/cli/input/customers.ts';
import { readBytes } from '../../src/cli/input/read.ts';
import type { Decimal } from '../../src/contract/decimal.ts';
import { cliSpeaker, cliWords } from '../../src/cli/words/words.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const say = cliSpeaker('en');

interface Asked {
  readonly id?: string;
  readonly features?: readonly string[];
  readonly decimal?: Decimal;
}
function read(text: string, { id, features, decimal = 'point' }: Asked = {}) {
  return customersIn(Buffer.from(text), 'shop.csv', { choice: { id, features, decimal }, say, language: 'en' });
}
function table(text: string, asked: Asked = {}) {
  const { ids, names, columns } = read(text, asked).table;
  return { ids, ...Object.fromEntries(names.map((name, j) => [name, [...columns[j]]])) };
}
function fault(text: string, asked: Asked = {}): string {
  try {
    read(text, asked);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
async function* stream(...parts: (string | Uint8Array)[]): AsyncIterable<string | Uint8Array> {
  yield* parts;
}

test('comma, semicolon and tab are told apart by the header, also with quotes and a byte order mark', () => {
  const expected = { ids: ['a', 'b'], spend: [1.5, 2], orders: [3, 4] };
  expect(table('id,spend,orders\na,1.5,3\nb,2,4\n')).toEqual(expected);
  expect(table('id;spend;orders\na;1.5;3\nb;2;4')).toEqual(expected);
  expect(table('id\tspend\torders\r\na\t1.5\t3\r\nb\t2\t4\r\n')).toEqual(expected);
  expect(table('\uFEFF"id","spend","orders"\n"a","1.5","3"\n\n"b"," 2 ","4"\n')).toEqual(expected);
  expect(table('"id;x",spend\na,1\nb,2')).toEqual({ ids: ['a', 'b'], spend: [1, 2] });
});

describe('a decimal comma', () => {
  test('is read where that is asked for, with points before three digits', () => {
    expect(table('id;spend\na;1.234,50\nb;-0,5\nc;1.234.567\nd;7\ne;1,5E+03\nf;', { decimal: 'comma' })).toEqual({
      ids: ['a', 'b', 'c', 'd', 'e', 'f'],
      spend: [1234.5, -0.5, 1_234_567, 7, 1500, NaN],
    });
  });

  test('is never guessed: the remedy is told', () => {
    const file = 'id;spend\na;99,52\nb;1';
    expect(fault(file)).toMatch(/row 2, column spend: "99,52" is not a number\..*--decimal comma/);
    expect(fault('id;spend\na;1,234.5\nb;1')).toMatch(/no thousands separator/);
  });

  test.each(['0.125', '1.5', '12.34,5', '1,234.5', '1,2,3', '1.23.456', '01.234,5'])(
    '%s is no number with one',
    (cell) =>
      expect(fault(`id;spend\na;1,5\nb;${cell}`, { decimal: 'comma' })).toContain(`row 3, column spend: "${cell}"`),
  );

  test('every number reads back from how German writes it', () => {
    const written = new Intl.NumberFormat('de', { maximumFractionDigits: 20 });
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const expected = Number(written.format(value).replaceAll('.', '').replace(',', '.'));
        expect(table(`id;n\na;${written.format(value)}`, { decimal: 'comma' })).toEqual({ ids: ['a'], n: [expected] });
      }),
    );
  });
});

test('an empty cell is a missing value', () => {
  expect(table('id,spend\na,\nb,2')).toEqual({ ids: ['a', 'b'], spend: [NaN, 2] });
});

test('the id is customer_id, customerid or id in any spelling, else the first text column, else the row', () => {
  expect(table('n,Customer ID\n1,7\n2,8').ids).toEqual(['7', '8']);
  expect(table('id,customer_id\n1,7\n2,8').ids).toEqual(['7', '8']);
  expect(table('n,code\n1,x\n2,y').ids).toEqual(['x', 'y']);
  expect(table('n,code\n1,x\n2,y', { id: 'n', features: ['n'] }).ids).toEqual(['1', '2']);
  expect(read('n,m\n1,3\n2,4')).toMatchObject({ table: { ids: ['2', '3'] }, notes: [say('note_id_rows')] });
  expect(read('n,code\n1,x\n2,y').notes).toEqual(['Customers are named by column code.']);
});

test('ids stay exactly as they are', () => {
  expect(table('id,n\n 007 ,1\n=1+1,2\n"a,b",3').ids).toEqual([' 007 ', '=1+1', 'a,b']);
  expect(table('[{"id":12345678901234567890,"n":1},{"id":"x","n":2}]').ids).toEqual(['12345678901234567890', 'x']);
});

test('text columns are left out with a note, unless they are named', () => {
  expect(read('id,country,n,void\n1,UK,1,\n2,FR,2,')).toMatchObject({
    table: { names: ['n'] },
    notes: ['Customers are named by column id.', 'Left out as text: country.', 'Left out as empty: void.'],
  });
  expect(fault('id,country,n\n1,UK,1\n2,FR,2', { features: ['country'] })).toBe(
    'shop.csv, row 2, column country: "UK" is not a number. Mend the cell, or leave the column out with --features.',
  );
});

test('a number that must not be guessed is refused with row, column, value and remedy', () => {
  expect(fault('id;spend\na;1\nb;1.234,50\n')).toBe(
    'shop.csv, row 3, column spend: "1.234,50" is not a number. Write a decimal point, as in 1234.5, or say --decimal comma if the comma is the decimal sign of this file.',
  );
  expect(fault('id;spend\na;1,5\nb;2,5')).toContain(
    'row 2, column spend: "1,5" is not a number. Write a decimal point',
  );
  expect(fault('id,spend\na,£5\nb,£6')).toContain('"£5" is not a number. Write the number alone');
  expect(fault('id,spend\na,1\nb,2\nc,NA')).toContain(
    'row 4, column spend: "NA" is not a number. Leave the cell empty',
  );
  expect(fault('id,spend\na,1\nb,1e999')).toContain('"1e999" is not a number. Numbers go up to 1.8e308.');
  expect(fault('id,spend\na,1\nb,2\nc,oops')).toContain('"oops" is not a number. Mend the cell');
});

test('rows are counted as lines of the file, also after a cell with a line break and empty lines', () => {
  expect(fault('id,note,n\n1,"two\nlines",1\n\n2,x,2\n3,y,oops\n')).toContain('row 6, column n: "oops"');
});

test('a value cannot write on the terminal: controls are blanked and long cells are cut', () => {
  expect(fault(`id,n\na,1\nb,2\nc,\u001B[2J${'x'.repeat(99)}`)).toMatch(/"  ?\[2Jx{30,40}…" is not a number/);
});

test('rows of another length are refused with their row', () => {
  expect(fault('id,n\na,1\nb,2,3\n')).toBe(
    'shop.csv, row 3: 3 cells, but the header in row 1 has 2. Quote cells that hold a comma; the header is the first row of the file.',
  );
  expect(fault('id;n\na\n')).toMatch(
    /row 2: 1 cell, but the header in row 1 has 2\. Quote cells that hold a semicolon/,
  );
});

test('rows without a value, as spreadsheets leave them at the end, are no customers', () => {
  expect(table('id,n\na,1\n   \nb,2\n,\n , \n')).toEqual({ ids: ['a', 'b'], n: [1, 2] });
});

test('UTF-16, spreadsheets and other binaries are refused as no text', () => {
  const told = 'shop.csv is not UTF-8 text. Save it as UTF-8 (in a spreadsheet: CSV UTF-8).';
  expect(fault(Buffer.from('id,n\na,1\n', 'utf16le').toString('latin1'))).toBe(told);
  expect(fault(Buffer.from('id,n\na,1\n', 'utf16le').swap16().toString('latin1'))).toBe(told);
  expect(fault('PK\u0003\u0004 workbook')).toBe(told);
});

test('a feature that is named twice is refused, from a table and from a body', () => {
  const twice = '--features names n twice. Name it once.';
  expect(fault('id,n\na,1\nb,2', { features: ['n', 'n'] })).toBe(twice);
  const body = JSON.stringify({ data: [1, 2].map((n) => ({ customer_id: n, features: { n } })) });
  expect(fault(body, { features: ['n', 'n'] })).toBe(twice);
});

test('a customer twice is refused with both rows', () => {
  expect(fault('customer_id,n\n12347,1\n5,2\n12347,3')).toBe(
    'shop.csv: customer_id 12347 appears twice, in rows 2 and 4. Keep one row for each customer.',
  );
});

test('a customer without an id is refused', () => {
  expect(fault('id,n\na,1\n,2')).toBe('shop.csv, row 3: the id in column id is empty. Every customer needs one.');
});

test('a header with a name twice, or none, is refused', () => {
  expect(fault('id,n,n\na,1,2')).toBe('shop.csv, row 1: column n appears twice in the header. Rename one.');
  expect(fault('id,,n\na,1,2')).toBe('shop.csv, row 1: column 2 has no name. Name it.');
});

test('broken quotes are refused with their row', () => {
  expect(fault('id,n\n"a,1\nb,2')).toContain('a quoted cell is never closed');
  expect(fault('id,n\na"b,1\nb,2')).toContain('row 2: a quote stands inside an unquoted cell');
});

test('an unknown column is refused with the columns there are', () => {
  expect(fault('id,spend\na,1', { features: ['spent'] })).toBe(
    'shop.csv has no column spent (named in --features). It has: id, spend.',
  );
  expect(fault('id,spend\na,1', { features: ['', ''] })).toContain('no column "" (named in --features)');
  expect(fault('id,spend\na,1', { id: 'key' })).toBe('shop.csv has no column key (named in --id). It has: id, spend.');
});

test('a file without numbers is refused with the columns that were found', () => {
  expect(fault('id|n\na|1')).toContain('Its column is: id|n.');
  expect(fault('id,city\na,York\nb,Leeds')).toBe(
    'shop.csv has no column of numbers to group by. Its columns are: id, city. Cells are separated by comma, semicolon or tab.',
  );
});

test('an empty file and a blank one are refused', async () => {
  writeFileSync(join(folder, 'empty.csv'), '');
  await expect(readBytes(join(folder, 'empty.csv'), stream(), say)).rejects.toThrow('is empty. It needs a header');
  expect(fault(' \n ')).toBe('shop.csv is empty. It needs a header and one row for each customer.');
});

test('a missing file, a folder and a damaged gzip file say so', async () => {
  await expect(readBytes('nowhere.csv', stream(), say)).rejects.toThrow(
    'nowhere.csv: there is no such file. Check the path.',
  );
  await expect(readBytes(folder, stream(), say)).rejects.toThrow('is a folder. Name one file');
  writeFileSync(join(folder, 'bad.gz'), Buffer.of(0x1f, 0x8b, 1, 2, 3));
  await expect(readBytes(join(folder, 'bad.gz'), stream(), say)).rejects.toThrow('is a damaged gzip file');
});

test('gzip is unpacked whatever the file is called, also from standard input in pieces', async () => {
  const packed = gzipSync('id,n\na,1\n');
  writeFileSync(join(folder, 'packed.csv'), packed);
  expect(Buffer.from(await readBytes(join(folder, 'packed.csv'), stream(), say)).toString()).toBe('id,n\na,1\n');
  const pieces = stream(packed.subarray(0, 7), packed.subarray(7));
  expect(Buffer.from(await readBytes('-', pieces, say)).toString()).toBe('id,n\na,1\n');
  expect(Buffer.from(await readBytes('-', stream('id,', 'n'), say)).toString()).toBe('id,n');
});

test('text that is not UTF-8 says how to save it', () => {
  const latin = Buffer.from('id,n\ncaf\u00E9,1', 'latin1');
  expect(() =>
    customersIn(latin, 'shop.csv', {
      choice: { id: undefined, features: undefined, decimal: 'point' },
      say,
      language: 'en',
    }),
  ).toThrow('shop.csv is not UTF-8 text. Save it as UTF-8');
});

test('a JSON array of flat objects is a table; a key that is left out is a missing value', () => {
  expect(table('[{"id":"a","n":1},{"id":"b","n":null,"m":2}]')).toEqual({ ids: ['a', 'b'], n: [1, NaN], m: [NaN, 2] });
  expect(fault('[{"id":"a","n":1},{"id":"b","n":"x"},{"id":"c","n":2}]')).toBe(
    'shop.csv, item 2, n: x is not a number. Send a number, or null when it is unknown.',
  );
  expect(fault('[{"id":"a","n":1},7]')).toContain('item 2 is not an object');
  expect(fault('{"rows":[]}')).toContain('holds JSON of another shape');
  expect(fault('[{"id":"a",}]')).toMatch(/line 1, column 1[12]: not valid JSON/);
});

test('a purchasing_segmentation body brings its options, and --features narrows it', () => {
  const data = [1, 2, 3].map((n) => ({ customer_id: `C-${n}`, features: { purchase_total: n, visit_frequency: n } }));
  const body = JSON.stringify({ max_clusters: 4, data });
  expect(read(body)).toMatchObject({
    options: { maxClusters: 4 },
    table: { ids: ['C-1', 'C-2', 'C-3'], names: ['purchase_total', 'visit_frequency'] },
  });
  expect(read(body, { features: ['visit_frequency'] }).table.names).toEqual(['visit_frequency']);
  expect(read(JSON.stringify(data)).table.ids).toEqual(['C-1', 'C-2', 'C-3']);
  expect(fault(JSON.stringify({ data: [{ customer_id: 'x', features: { purchase_total: -1 } }] }))).toContain(
    'data[0].features.purchase_total',
  );
});

test('every text of the command line exists in three languages with the same arguments', () => {
  for (const language of ['es', 'pt'] as const)
    for (const [key, text] of Object.entries(cliWords.en))
      expect([key, argumentsOf(cliWords[language][key as keyof typeof cliWords.en])]).toEqual([key, argumentsOf(text)]);
});

/** The arguments a message takes; the options of a plural are no arguments. */
function argumentsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<!=\d )\{(\w+)[,}]/g)].map((found) => found[1]))].toSorted();
}
