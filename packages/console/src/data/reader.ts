import { Unreadable } from './cells.ts';
import type { Answers, Question, Reply } from './worker.ts';

/** The thread that holds a file: it parses, describes and writes the request, so that the page stays quick. */
export function openReader() {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let asked = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const call = waiting.get(data.at);
    waiting.delete(data.at);
    if ('fault' in data) call?.reject(new Unreadable(data.fault));
    else call?.resolve(data.value as never); // the kind that was asked for
  });
  worker.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  });
  return {
    ask<Kind extends keyof Answers>(question: Extract<Question, { kind: Kind }>): Promise<Answers[Kind]> {
      const at = asked++;
      return new Promise((resolve, reject) => {
        waiting.set(at, { resolve, reject });
        worker.postMessage({ at, question });
      });
    },
    close: () => worker.terminate(),
  };
}
export type Reader = ReturnType<typeof openReader>;
