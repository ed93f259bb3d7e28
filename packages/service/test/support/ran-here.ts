import type { Language } from '@clientele/engine';
import type { Command } from 'commander';
import type { Surroundings } from '../../src/cli/surroundings.ts';

export interface Ran {
  readonly out: string;
  readonly err: string;
  /** The line the command fails with; empty when it does not. */
  readonly fault: string;
}

/** Runs a command in this process; nothing here is a terminal. */
export async function ranHere(
  make: (around: Surroundings) => Command,
  args: readonly string[],
  { stdin = '', language = 'en', now }: { stdin?: string; language?: Language; now: string },
): Promise<Ran> {
  const written = { out: '', err: '' };
  const sink = (stream: 'out' | 'err') => ({ write: (text: string): unknown => (written[stream] += text) });
  const command = make({
    language,
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: sink('out'),
    stderr: sink('err'),
    now: () => new Date(now),
    place: { pepper: undefined, databaseUrl: undefined },
  });
  command.exitOverride().configureOutput({ writeOut: sink('out').write, writeErr: sink('err').write });
  try {
    await command.parseAsync(args, { from: 'user' });
    return { ...written, fault: '' };
  } catch (error) {
    return { ...written, fault: (error as Error).message };
  }
}
