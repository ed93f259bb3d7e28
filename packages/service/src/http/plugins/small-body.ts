import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject } from 'typebox';
import { jsonLimits, parseObject } from '../../contract/json/json.ts';
import { decodeMembers } from '../../contract/members.ts';
import { readBody, requireReadable } from './body.ts';

/** No request about credentials is longer. */
const LIMIT_BYTES = 16 * 1024;

/** An onRequest hook: refuses bodies that are long or no JSON before they are read. */
export async function requireSmallBody(request: FastifyRequest): Promise<void> {
  requireReadable(request, LIMIT_BYTES);
}

/** The members of a short JSON body, checked against `schema`. No body counts as one without members. */
export async function readMembers<Schema extends TObject>(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Static<Schema>> {
  const bytes = Buffer.concat(await readBody(request, reply, LIMIT_BYTES));
  return decodeMembers(schema, bytes.length === 0 ? {} : parseObject(bytes, jsonLimits).value);
}
