/** What a paste brought: a file; a table or JSON as text; or nothing that can be grouped. */
export type Pasted =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'text'; readonly text: string; readonly ending: 'tsv' | 'csv' | 'json' }
  | { readonly kind: 'picture' }
  | { readonly kind: 'no_table' }
  | { readonly kind: 'nothing' };

interface Clipboard {
  readonly files: Iterable<File>;
  getData(type: 'text/plain'): string;
}

/**
 * What is in a clipboard. A spreadsheet puts a picture of the cells beside their text: the text counts. A table has a row
 * of names and one below it; where it is a single column, that row is a number.
 */
export function pastedIn(clipboard: Clipboard): Pasted {
  const text = clipboard.getData('text/plain');
  const files = [...clipboard.files];
  const file = files.find(({ type }) => !type.startsWith('image/'));
  if (file) return { kind: 'file', file };
  if (text.trim() === '') return { kind: files.length > 0 ? 'picture' : 'nothing' };
  if (/^\s*[[{]/.test(text)) return { kind: 'text', text, ending: 'json' };
  const rows = text.split(/\r\n|\r|\n/).filter((row) => row.trim() !== '');
  const [names = '', first = ''] = rows;
  if (first === '' || !(/[\t,;|]/.test(names) || /^\s*[-+]?[\d.,]+\s*$/.test(first))) return { kind: 'no_table' };
  return { kind: 'text', text, ending: names.includes('\t') ? 'tsv' : 'csv' };
}
