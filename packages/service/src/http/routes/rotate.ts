import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rotateRequest } from '../../contract/credentials.ts';
import { rotateOwnOperation } from '../../contract/credentials-openapi.ts';
import { Refusal } from '../../contract/errors.ts';
import type { By } from '../../store/audit.ts';
import type { Rotated } from '../../store/rotation.ts';
import { shownRotation } from '../credentials-json.ts';
import type { Deps } from '../deps.ts';
import { credentials } from '../plugins/credentials.ts';
import { idempotencyKeyOf } from '../plugins/idempotency.ts';
import { readMembers } from '../plugins/small-body.ts';
import { guardSetting } from '../guard.ts';

export const rotatePath = '/api/v1/secrets/rotate';

/** A tenant renews its own secret, as long as the one it has still works. */
export function rotateOwn(app: FastifyInstance, deps: Deps): void {
  const { administration: store } = deps;
  if (!store) return;
  const changing = guardSetting(app, credentials(deps));
  app.post(rotatePath, { ...changing, schema: rotateOwnOperation }, async (request, reply) => {
    const { overlap_seconds: overlapSeconds, force } = await readMembers(rotateRequest, request, reply);
    const { tenant, keyId } = request;
    if (!tenant || keyId === null) throw new Refusal('AUTH_FAILED');
    const options = { overlapSeconds, force, askedBy: keyId, requestKey: idempotencyKeyOf(request) };
    const done = await store.rotateSecret(tenant.apiId, options, byOf(request, `key ${keyId}`));
    return reply.code(201).send(rotationAnswer(tenant.apiId, done));
  });
}

/** The new secret; throws the Refusal of a rotation that was not made. */
export function rotationAnswer(apiId: string, done: Rotated | null): object {
  if (done === null) throw new Refusal('NOT_FOUND');
  if (done.kind === 'ended') throw new Refusal('AUTH_FAILED');
  if (done.kind === 'in_progress')
    throw new Refusal('ROTATION_IN_PROGRESS', { key_id: done.keyId, expires_at: done.until });
  if (done.kind === 'already_shown') throw new Refusal('SECRET_ALREADY_SHOWN', { key_id: done.keyId });
  return shownRotation(apiId, done);
}

/** Who asks, for the audit log. */
export function byOf(request: FastifyRequest, actor: string): By {
  return { actor, requestId: request.id, address: request.ip };
}
