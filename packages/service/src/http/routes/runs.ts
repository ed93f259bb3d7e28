import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { cursorOf, readCursor } from '../../contract/cursor.ts';
import { negotiate, spoken } from '../../contract/language.ts';
import { decodeQuery } from '../../contract/members.ts';
import { chooseNames } from '../../contract/segmentation/purchasing-segmentation.ts';
import { CUSTOMERS_PAGE, customersQuery } from '../../contract/runs/run-page.ts';
import { pageOperations } from '../../contract/runs/run-page-openapi.ts';
import * as schemas from '../../contract/runs/runs.ts';
import { runOperations as operations } from '../../contract/runs/runs-openapi.ts';
import { cutsIn, readTiersCursor } from '../../contract/runs/tier-cuts.ts';
import type { View } from '../../runs/view.ts';
import type { ShownRun } from '../../store/run.ts';
import type { Deps } from '../deps.ts';
import { guard, guardReading, guardViewing, tenantOf } from '../guard.ts';
import { answered, sendAnswer } from '../outcome.ts';
import { goneSignal } from '../plugins/caller-gone.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { readMembers } from '../plugins/small-body.ts';
import { shownListedRun, shownRun } from '../runs-json.ts';
import { byOf } from './rotate.ts';
import { actorOf, storeRun } from './segment.ts';
import { looksLikeId, runNamed, snapshotOf, type Stored, viewRun } from './view-run.ts';

const { LABELS_PAGE, RUNS_PAGE, runsPath } = schemas;

/** Stored runs: lists, views, another choice, deletion. Without a store there is nothing at /api/v1/runs. */
export function runRoutes(app: FastifyInstance, deps: Deps): void {
  const { runs } = deps;
  if (!runs) return;
  listing(app, { ...deps, runs });
  views(app, { ...deps, runs });
  changes(app, { ...deps, runs });
}

function listing(app: FastifyInstance, deps: Stored): void {
  const read = guardReading(app, eitherCredentials(deps, 'runs:read'));
  app.get(runsPath, { ...read, schema: operations.list }, async (request) => {
    const query = decodeQuery(schemas.runsQuery, request.query);
    const { limit = RUNS_PAGE, cursor, created_from: from, created_to: to, previous_run_id: previousRunId } = query;
    const { state, contract, algorithm, verdict } = query;
    const [createdAt = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, 2, plain);
    if (previousRunId !== undefined && !looksLikeId(previousRunId)) return { runs: [], next_cursor: null };
    const found = await deps.runs.listRuns(
      tenantOf(request),
      { state, contract, algorithm, verdict, previousRunId, from: utc(from), to: utc(to) },
      { limit: limit + 1, after: cursor === undefined ? undefined : { createdAt, id } },
    );
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const next_cursor = found.length > limit && last ? cursorOf([last.createdAt, last.id]) : null;
    return { runs: shown.map(shownListedRun), next_cursor };
  });
  const look = guardViewing(app, deps, eitherCredentials(deps, 'runs:read'));
  app.get(`${runsPath}/:run`, { ...look, schema: operations.show }, async (request, reply) => {
    const run = await runNamed(deps, request);
    const language = negotiate(request.headers['accept-language']);
    // Its words are in the language of the run; in another one they are told from what is stored.
    const other = language !== null && run.state === 'completed' && language !== run.language;
    const told = other ? await viewRun(deps, { request, reply, run }, { view: { kind: 'summary' }, language }) : null;
    const result = told ? { result: JSON.parse(new TextDecoder().decode(told.body)) as unknown } : {};
    if (run.state === 'completed') void reply.header('content-language', told?.language ?? run.language ?? 'en');
    return { ...shownRun(run), ...result };
  });
}

/** Times and ids; a database may refuse other characters. */
const plain = /^[\w:.-]{1,64}$/;

/** A time as the store compares it. */
function utc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly run: ShownRun;
}

function views(app: FastifyInstance, deps: Stored): void {
  const hooks = guardViewing(app, deps, eitherCredentials(deps, 'runs:read'));
  const add = (path: string, schema: object, viewFor: (asked: Asked) => View): void =>
    void app.get(`${runsPath}/:run/${path}`, { ...hooks, schema }, async (request, reply) => {
      const asked = { request, reply, run: await runNamed(deps, request) };
      const view = viewFor(asked);
      return sendAnswer(reply, await viewRun(deps, asked, { view, language: languageFor(view, request) }));
    });
  add('answer', operations.answer, () => ({ kind: 'answer' }));
  add('report', operations.report, ({ request, run: { finishedAt, createdAt } }) => {
    const cuts = cutsIn(decodeQuery(schemas.reportQuery, request.query));
    return { kind: 'report', madeAt: Date.parse(finishedAt ?? createdAt), cuts };
  });
  add('figures', pageOperations.figures, ({ request, run: { finishedAt, createdAt } }) => {
    const { width: wide, ...query } = decodeQuery(schemas.figuresQuery, request.query);
    return { kind: 'figures', madeAt: Date.parse(finishedAt ?? createdAt), wide, cuts: cutsIn(query) };
  });
  add('points', pageOperations.points, () => ({ kind: 'points' }));
  add('customers', pageOperations.customers, ({ request: { query } }) => {
    const { from = 0, limit = CUSTOMERS_PAGE, segment = null } = decodeQuery(customersQuery, query);
    return { kind: 'customers', from, limit, segment };
  });
  add('labels', operations.labels, ({ request: { query }, reply, run: { id } }) => {
    const { format = 'json', limit = LABELS_PAGE, cursor } = decodeQuery(schemas.labelsQuery, query);
    if (format === 'json') return { kind: 'labels', page: { limit, after: afterOf(cursor) } };
    void reply.header('content-disposition', `attachment; filename="labels-${id}.${format}"`);
    return { kind: 'label-file', format };
  });
  add('tiers', operations.tiers, ({ request: { query }, reply, run: { id } }) => {
    const { format = 'json', limit = LABELS_PAGE, cursor, ...asked } = decodeQuery(schemas.tiersQuery, query);
    const cuts = cutsIn(asked);
    if (format === 'json') {
      const before = cursor === undefined ? { after: null, cuts } : readTiersCursor(cursor, cuts);
      return { kind: 'tiers', page: { limit, after: before.after }, cuts: before.cuts };
    }
    void reply.header('content-disposition', `attachment; filename="tiers-${id}.csv"`);
    return { kind: 'tier-file', cuts };
  });
  add('segments/:segment', operations.segment, ({ request }) => {
    const { limit = LABELS_PAGE, cursor } = decodeQuery(schemas.segmentQuery, request.query);
    return { kind: 'segment', segment: segmentNamed(request), page: { limit, after: afterOf(cursor) } };
  });
  add('segments/:segment/figures', pageOperations.segment, ({ request, run: { finishedAt, createdAt } }) => {
    const { width: wide } = decodeQuery(schemas.segmentFiguresQuery, request.query);
    const madeAt = Date.parse(finishedAt ?? createdAt);
    return { kind: 'segment-figures', segment: segmentNamed(request), madeAt, wide };
  });
}

/** The segment that the address names. Throws the Refusal NOT_FOUND for what is no number of one. */
function segmentNamed({ params }: FastifyRequest): number {
  const { segment = '' } = params as { segment?: string };
  if (!/^(?:-1|\d{1,9})$/.test(segment)) throw new Refusal('NOT_FOUND');
  return Number(segment);
}

function afterOf(cursor: string | undefined): string | null {
  return cursor === undefined ? null : (readCursor(cursor, 1)[0] ?? null);
}

/** The queries of what a link leads to. */
const linked = {
  report: schemas.reportQuery,
  figures: schemas.figuresQuery,
  'segment-figures': schemas.segmentFiguresQuery,
};

/** A link to a report, or to its figures, may name its language; all else goes by Accept-Language. */
function languageFor({ kind }: View, { query, headers }: FastifyRequest) {
  const { lang } = kind in linked ? decodeQuery(linked[kind as keyof typeof linked], query) : {};
  return lang === undefined ? negotiate(headers['accept-language']) : (spoken(lang) ?? 'en');
}

function changes(app: FastifyInstance, deps: Stored): void {
  const authenticate = eitherCredentials(deps, 'runs:write');
  const { onRequest } = guardReading(app, authenticate);
  app.delete(`${runsPath}/:run`, { onRequest, schema: operations.remove }, async (request, reply) => {
    const { id } = await runNamed(deps, request);
    if (!(await deps.runs.deleteRun(tenantOf(request), id, byOf(request, actorOf(request)))))
      throw new Refusal('NOT_FOUND');
    app.gates.flights.forget(`${tenantOf(request)} `);
    return reply.code(204).send();
  });
  app.post(
    `${runsPath}/:run/choose`,
    { ...guard(app, deps, { authenticate, quota: 'segmentation' }), schema: operations.choose },
    async (request, reply) => {
      const { algorithm, k } = await readMembers(schemas.chooseRequest, request, reply);
      const startedAt = app.gates.settings.now();
      const gone = goneSignal(reply);
      for (;;) {
        const run = await runNamed(deps, request);
        const { bytes: snapshot, file: sourceFile } = await snapshotOf(deps, request, run);
        const job = {
          kind: 'choose',
          snapshot,
          choose: { algorithm: chooseNames[algorithm], ...(k === undefined ? {} : { k }) },
          runId: deps.newId(),
          madeAt: startedAt,
          language: negotiate(request.headers['accept-language']),
        } as const;
        const outcome = await deps.pool.run(job, gone);
        request.work = outcome.work ?? null;
        const { contract, name, notes } = run;
        const origin = { id: job.runId, contract, name, notes, startedAt, chosenFrom: run.id, sourceFile };
        // A customer was taken out of the run meanwhile: it must not come back with the new one.
        if (await storeRun(deps, request, outcome, origin)) return sendAnswer(reply, answered(outcome));
      }
    },
  );
}
