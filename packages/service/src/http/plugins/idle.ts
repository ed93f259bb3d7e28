import type { IncomingMessage } from 'node:http';

/**
 * Ends the connection after `ms` in which no byte moved either way; 0 takes the limit off. A request that is still being
 * read hears of it first, as its event `timeout`. Injected requests have no such socket.
 */
export function idleLimit({ socket }: IncomingMessage, ms: number): void {
  if (typeof socket?.setTimeout === 'function') socket.setTimeout(ms);
}
