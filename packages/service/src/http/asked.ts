import type { Language } from '@clientele/engine';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { negotiate } from '../contract/language.ts';
import { decodeQuery } from '../contract/members.ts';
import { nameQuery } from '../contract/runs/run-names.ts';
import type { ContractName } from '../contract/runs/runs.ts';
import type { Bytes } from '../runs/bytes.ts';
import { idempotencyKey, type RequestKey } from '../store/requests.ts';
import type { Deps } from './deps.ts';
import { readBody } from './plugins/body.ts';
import { idempotencyKeyOf } from './plugins/idempotency.ts';

/** A request to segment, read. */
export interface Asked {
  readonly contract: ContractName;
  readonly body: readonly Bytes[];
  /** What Accept-Language asks for. */
  readonly language: Language | null;
  /** SHA-256 of all that decides the answer. */
  readonly fingerprint: string;
  /** Of its Idempotency-Key, where one was sent. */
  readonly key: RequestKey | undefined;
  /** The id of the run, should it come to one. */
  readonly runId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** What its caller calls the run. */
  readonly name: string | undefined;
}

/** Reads a request to segment; nothing of its customers is looked at. */
export async function readAsked(
  contract: ContractName,
  { newId, limits }: Pick<Deps, 'newId' | 'limits'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Asked> {
  const sent = idempotencyKeyOf(request);
  const name = nameIn(request);
  const hash = createHash('sha256');
  const body = await readBody(request, reply, limits.bodyBytes, hash);
  const language = negotiate(request.headers['accept-language']);
  return {
    contract,
    body,
    language,
    fingerprint: hash.update(`\n${contract} ${language ?? ''}${name === undefined ? '' : ` ${name}`}`).digest('hex'),
    key: sent === undefined ? undefined : idempotencyKey('POST', contract, sent),
    runId: newId(),
    startedAt: request.server.gates.settings.now(),
    name,
  };
}

/** `?name=`, of all that may stand after an address. */
function nameIn({ query }: FastifyRequest): string | undefined {
  const { name } = query as { name?: unknown };
  return name === undefined ? undefined : decodeQuery(nameQuery, { name }).name?.trim();
}
