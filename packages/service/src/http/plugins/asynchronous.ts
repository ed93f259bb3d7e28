import type { FastifyRequest } from 'fastify';
import { asyncQuery } from '../../contract/runs/tasks.ts';
import { decodeQuery } from '../../contract/members.ts';

/** Whether the caller wants an answer at once and the result later: `Prefer: respond-async`, or `?async=true`. */
export function wantsLater({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): boolean {
  const preferences = String(headers.prefer ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase());
  const { async: sent } = query as { async?: unknown };
  const { async: asked = false } = sent === undefined ? {} : decodeQuery(asyncQuery, { async: sent });
  return asked || preferences.includes('respond-async');
}
