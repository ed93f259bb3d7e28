import type { Command } from 'commander';

/** What was typed after a command's name, to be typed again into a shell; passwords in addresses are hidden. */
export function typedAgain(command: Command): string {
  const flags = command.options.flatMap((option) => {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'cli') return [];
    const value = command.getOptionValue(name) as string | number | true;
    return value === true ? [option.long ?? ''] : [option.long ?? '', quoted(String(value))];
  });
  return [...command.args.map(quoted), ...flags].join(' ');
}

function quoted(text: string): string {
  const shown = text.replace(/^(postgres(?:ql)?:\/\/[^:@/]*):[^@/]*@/, '$1:***@');
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
