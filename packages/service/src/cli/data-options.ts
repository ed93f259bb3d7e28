import type { Command } from 'commander';
import { DEFAULT_FOLDER } from '../http/server.ts';
import type { By } from '../store/audit.ts';
import { InputError } from './input-error.ts';

export interface DataOptions {
  readonly data: string;
  readonly json?: boolean;
}

/** How the audit log names who uses the command line. */
export const atTerminal: By = { actor: 'cli' };

/** The flags of every command that works on a data folder. */
export function withData(command: Command): Command {
  return command
    .option('--data <folder>', 'the data folder of the service', DEFAULT_FOLDER)
    .option('--json', 'print JSON');
}

/** The command's answer to the id of a tenant that is not there. */
export function unknownTenant(apiId: string): InputError {
  return new InputError(`There is no tenant ${apiId}. See them all: clientele tenant list`);
}
