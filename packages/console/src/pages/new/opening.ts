import { useState } from 'react';
import { type Decimal, type FileFault, Unreadable } from '../../data/cells.ts';
import { answersOf, customersDraft, type Draft, draft, fits, isOf, ordersDraft, settledBy } from '../../data/draft.ts';
import { kept, type Kept } from '../../data/kept.ts';
import type { Step } from './steps.ts';

/** How a file that was brought stands to the answers that were there before it. */
export interface Met {
  readonly answers: Kept;
  /** Whether they were applied to it; else it is another file. */
  readonly applied: boolean;
  readonly file: File;
}

export interface Opening {
  readonly reading: boolean;
  readonly fault: FileFault | null;
  readonly error: unknown;
  readonly kept: Met | null;
  readonly open: (file: File) => void;
  /** The same file, with its rows or its decimal sign taken for something else. */
  readonly readAs: (file: File, rows: Draft['rows'], decimal?: Decimal) => void;
}

/**
 * Reads files. What was settled is applied to the same file when it comes back; a file that cannot be read takes nothing
 * away from the one before it.
 */
export function useOpening(wanted: Step | undefined, go: (step: Step) => Promise<void>): Opening {
  const [reading, setReading] = useState(false);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [met, setMet] = useState<Met | null>(null);
  const attempt = async (read: () => Promise<void>): Promise<void> => {
    if (reading) return;
    setReading(true);
    setFault(null);
    setError(null);
    try {
      await read();
    } catch (reason) {
      await go('file');
      if (reason instanceof Unreadable) setFault(reason.fault);
      else setError(reason);
    }
    setReading(false);
  };
  const open = (file: File): void =>
    void attempt(async () => {
      const before = kept.get();
      const same = before && isOf(before, file) ? before : null;
      const found = await draftOf(file, same?.rows, same?.rows === 'customers' ? same.decimal : undefined);
      const applied = same !== null && fits(same, found);
      // Somebody who has the file before is bringing another one on purpose.
      const told = before && (applied || !draft.get() || fits(before, found));
      await go(applied && wanted === 'options' ? 'options' : 'columns');
      draft.set(applied ? settledBy(same, found) : found);
      setMet(told ? { answers: before, applied, file } : null);
    });
  const readAs = (file: File, rows: Draft['rows'], decimal?: Decimal): void =>
    void attempt(async () => {
      const found = await draftOf(file, rows, decimal);
      const before = draft.get();
      if (before?.rows === rows) draft.set(settledBy(answersOf(before), found));
      else draft.set({ ...found, goal: before?.goal ?? found.goal });
    });
  return { reading, fault, error, kept: met, open, readAs };
}

/** Nobody has to say which kind a file is; whoever knows better says so. */
async function draftOf(file: File, rows?: Draft['rows'], decimal?: Decimal): Promise<Draft> {
  const reader = draft.reader();
  if (rows !== 'customers') {
    const head = await reader.ask<'head'>({ kind: 'head', file });
    if (rows === 'orders' || head.orders) return ordersDraft(file, head);
  }
  return customersDraft(file, await reader.ask<'read'>({ kind: 'read', file, decimal: decimal ?? null }));
}
