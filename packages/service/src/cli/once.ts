import type { Command } from 'commander';
import { InputError } from './input-error.ts';
import type { Say } from './words/words.ts';

/** Refuses a flag with a value that is given twice: commander would keep the last one and say nothing. */
export function refuseRepeats(command: Command, say: Say): void {
  for (const option of command.options) {
    if (!option.required || option.variadic) continue; // --json --json says nothing new, --ability is a list
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) throw new InputError(say('flag_twice', { flag: option.long ?? option.flags }));
      given = true;
    });
  }
}
