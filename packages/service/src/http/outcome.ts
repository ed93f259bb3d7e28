import type { FastifyReply } from 'fastify';
import { Refusal } from '../contract/errors.ts';
import type { Answer, Outcome } from '../runs/job.ts';
import { CallerGone } from './plugins/caller-gone.ts';

type Finished = Exclude<Outcome, { kind: 'stopped' | 'failure' | 'refusal' }>;

/** A job that came to its end; throws what else became of it. */
export function finished(outcome: Outcome): Finished {
  if (outcome.kind === 'stopped') throw new CallerGone();
  if (outcome.kind === 'failure') throw new Error(outcome.report);
  if (outcome.kind === 'refusal') throw Refusal.from(outcome.refusal, outcome.language);
  return outcome;
}

/** A job's answer; throws what else became of it. */
export function answered(outcome: Outcome): Answer {
  const done = finished(outcome);
  if (done.kind !== 'answer') throw new Error(`A job was answered with ${done.kind}.`);
  return done;
}

/** Sends an answer's bytes as they are. */
export function sendAnswer(reply: FastifyReply, { body, language, type }: Answer): FastifyReply {
  return reply
    .header('content-type', type ?? 'application/json; charset=utf-8')
    .header('content-language', language)
    .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}
