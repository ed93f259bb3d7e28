import { call } from './call.ts';

export interface TaskEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Server-sent events by fetch, for EventSource cannot send credentials. Ends with the stream; throws where it breaks. */
export async function* eventsAt(
  url: string,
  asking: { language: string; signal: AbortSignal },
): AsyncGenerator<TaskEvent> {
  const { body } = await call(url, asking);
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) yield event;
    }
  }
}

/** The event of a block of lines; null for comments and for what has no data. */
export function eventIn(block: string): TaskEvent | null {
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice(7);
    if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  return data.length === 0 ? null : { event, data: JSON.parse(data.join('\n')) as unknown };
}
