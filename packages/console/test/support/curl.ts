/** The words that a shell makes of a line: quotes are taken away, and variables filled in. */
export function shellWords(line: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = [];
  const piece = /\\\n|\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gy;
  let word: string | null = null;
  for (const [whole, single, double, escaped, plain] of line.matchAll(piece)) {
    if (/^(?:\\\n|\s+)$/.test(whole)) {
      if (word !== null) words.push(word);
      word = null;
    } else
      word =
        (word ?? '') +
        (single ??
          double?.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '') ??
          escaped ??
          plain ??
          '');
  }
  return word === null ? words : [...words, word];
}

/** The request that a line of curl makes. */
export function curlRequest(line: string, variables: Readonly<Record<string, string>>) {
  const [program, ...words] = shellWords(line, variables);
  if (program !== 'curl') throw new Error(`not curl: ${program}`);
  const headers: Record<string, string> = {};
  const found = { method: '', file: '', url: '' };
  while (words.length > 0) {
    const flag = words.shift() ?? '';
    if (!flag.startsWith('-')) found.url = flag;
    else {
      const value = words.shift() ?? '';
      if (flag === '-X') found.method = value;
      else if (flag === '-T') found.file = value;
      else if (flag === '-H') headers[value.slice(0, value.indexOf(':')).toLowerCase()] = value.replace(/^[^:]+: /, '');
      else throw new Error(`${flag} is not known`);
    }
  }
  return { ...found, headers };
}
