import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sendBody } from '../../api/send.ts';
import { session } from '../../api/session.ts';
import type { AcceptedTask } from '../../api/types.ts';
import { type Draft, draft as drafts } from '../../data/draft.ts';
import { requestOf } from './request.ts';
import { useLook } from '../../look/look.ts';

export interface Sending {
  /** The share of the body that has left; null while nothing is sent. */
  readonly sent: number | null;
  readonly error: unknown;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Begins the run that a draft stands for, and goes to its page. */
export function useSending(draft: Draft): Sending {
  const { language } = useLook();
  const navigate = useNavigate();
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const sending = useRef<AbortController>(null);
  useEffect(() => () => sending.current?.abort(), []);
  const begin = async (signal: AbortSignal): Promise<void> => {
    const who = session.get();
    if (!who) return;
    const { path, type, body } = requestOf(draft, who.kind);
    const content = await body();
    signal.throwIfAborted();
    const accepted = await sendBody<AcceptedTask>(path, content, { type, language, signal, onSent: setSent });
    await navigate({ to: '/segmentations/$run', params: { run: accepted.run_id } });
    const now = drafts.get();
    if (now?.file === draft.file) drafts.set({ ...now, run: accepted.run_id });
  };
  const start = (): void => {
    const stop = new AbortController();
    sending.current = stop;
    setError(null);
    setSent(0);
    begin(stop.signal).catch((reason: unknown) => {
      setSent(null);
      if (!stop.signal.aborted) setError(reason);
    });
  };
  return { sent, error, start, stop: () => sending.current?.abort() };
}
