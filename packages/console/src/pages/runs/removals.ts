import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { call, Refused } from '../../api/call.ts';
import { type Credentials, session } from '../../api/session.ts';
import type { ListedRun } from '../../api/types.ts';
import { useLook } from '../../look/look.ts';

/** How long what was deleted can be brought back. */
const UNDO_MS = 10_000;

interface Waiting {
  readonly run: ListedRun;
  /** Tells the service. */
  readonly send: () => void;
  readonly timer: number;
}

interface Removals {
  /** What can still be brought back, the latest last. */
  readonly waiting: readonly Waiting[];
  /** What is not to be shown any more. */
  readonly gone: ReadonlySet<string>;
  /** The last one that the service kept, and why. */
  readonly refused: { readonly run: ListedRun; readonly reason: unknown; readonly as: Credentials | null } | null;
}

const listeners = new Set<() => void>();
let current: Removals = { waiting: [], gone: new Set(), refused: null };

function change(next: Partial<Removals>): void {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Takes one out of those that wait; undefined where it does not. */
function taken(id: string): Waiting | undefined {
  const found = current.waiting.find(({ run }) => run.run_id === id);
  if (found) clearTimeout(found.timer);
  change({ waiting: current.waiting.filter((one) => one !== found) });
  return found;
}

function sendAll(): void {
  for (const { run } of current.waiting) taken(run.run_id)?.send();
}

function shownAgain(id: string): ReadonlySet<string> {
  return new Set([...current.gone].filter((one) => one !== id));
}

function undo(id: string): void {
  if (taken(id)) change({ gone: shownAgain(id) });
}

/**
 * Runs that are deleted in the list. What is deleted is out of sight at once; the service, which keeps nothing of it, is told
 * 10 s later, so that it can be brought back until then. It is told at once when the list is left, be it for another page,
 * by signing out, by a reload or with the tab: there is no way back to offer any more, and what was asked for is not lost.
 * That request outlives the page. Where a browser dies without a word nothing is deleted, and the run is in the list again.
 */
export function useRemovals() {
  const { language } = useLook();
  const client = useQueryClient();
  const { waiting, gone, refused } = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    addEventListener('pagehide', sendAll);
    return () => {
      removeEventListener('pagehide', sendAll);
      sendAll();
    };
  }, []);
  /** `as` is who asked: by the time it is sent, nobody or somebody else may be signed in. */
  const send = async (run: ListedRun, as: Credentials | null): Promise<void> => {
    try {
      await call(`/api/v1/runs/${run.run_id}`, { method: 'DELETE', language, as, keepalive: true });
    } catch (reason) {
      const goneAnyway = reason instanceof Refused && reason.status === 404;
      if (!goneAnyway) return change({ gone: shownAgain(run.run_id), refused: { run, reason, as } });
    }
    for (const key of ['runs', 'completed']) void client.invalidateQueries({ queryKey: [key] });
  };
  const hide = ({ run_id: id }: ListedRun): void => change({ gone: new Set([...current.gone, id]), refused: null });
  return {
    waiting: waiting.map(({ run }) => run),
    gone,
    refused: refused?.as === session.get() ? refused : null,
    undo,
    /** Deletes a run, with 10 s to bring it back. */
    remove: (run: ListedRun): void => {
      const as = session.get();
      hide(run);
      const timer = window.setTimeout(() => taken(run.run_id)?.send(), UNDO_MS);
      change({ waiting: [...current.waiting, { run, timer, send: () => void send(run, as) }] });
    },
    /** The same with no way back. */
    removeNow: (run: ListedRun): void => {
      hide(run);
      void send(run, session.get());
    },
  };
}
