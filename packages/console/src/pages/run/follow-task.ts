import { useEffect, useState } from 'react';
import { ask } from '../../api/call.ts';
import { eventsAt } from '../../api/events.ts';
import type { ShownTask } from '../../api/types.ts';
import { useLook } from '../../look/look.ts';

/** Seconds after which a broken connection is tried again. */
const RETRY_SECONDS = 4;

interface Followed {
  readonly task: ShownTask | null;
  /** Seconds until the connection is tried again; null while there is one. */
  readonly again: number | null;
  /** The service that computed it went away, and it was begun once more. */
  readonly restarted: boolean;
}

/** The task as it changes. `over` is told when there is nothing more to wait for. */
export function useTask(id: string, over: () => void): Followed {
  const { language } = useLook();
  const [task, setTask] = useState<ShownTask | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  const [restarted, setRestarted] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const url = `/api/v1/tasks/${id}`;
    let last: ShownTask | null = null;
    const heard = (shown: ShownTask): boolean => {
      setAgain(null);
      if (isAnew(last, shown)) setRestarted(true);
      // What is left never counts upwards.
      last = { ...shown, eta_seconds: least(last?.eta_seconds ?? null, shown.eta_seconds) };
      setTask(last);
      return shown.status !== 'queued' && shown.status !== 'running';
    };
    const follow = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        try {
          const asking = { language, signal: stop.signal };
          if (heard(await ask<ShownTask>(url, asking))) return over();
          for await (const { data } of eventsAt(`${url}/events`, asking)) if (heard(data as ShownTask)) return over();
        } catch {
          for (let left = RETRY_SECONDS; left > 0 && !stop.signal.aborted; left--) {
            setAgain(left);
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        }
      }
    };
    void follow();
    return () => stop.abort();
  }, [id, language, over]);
  return { task, again, restarted };
}

/** Whether it was begun once more since it was last heard of, or before it was first. */
function isAnew(before: ShownTask | null, now: ShownTask): boolean {
  if (!before) return now.attempts > 1;
  return before.started_at !== null && (now.status === 'queued' || now.started_at !== before.started_at);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? b : Math.min(a, b);
}
