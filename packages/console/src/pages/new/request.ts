import type { Credentials } from '../../api/session.ts';
import { runNameOf } from '../../look/name.ts';
import { credentialFlags, quoted } from '../../parts/curl.ts';
import type { Plan } from '../../data/body.ts';
import { type CustomersDraft, draft as drafts, type Draft, type OrdersDraft } from '../../data/draft.ts';
import { goalParameters } from '../../data/goal.ts';

/** A request that begins a run, whoever sends it. */
export interface RunRequest {
  /** With its query. */
  readonly path: string;
  readonly type: 'application/json' | 'application/octet-stream';
  /** What a file with its body is called. */
  readonly file: string;
  /** What is sent: the body that the customers become, or the file of orders itself. */
  readonly body: () => Promise<Blob>;
}

/** The line of a shell that makes the same request. */
export function curlOf({ path, type, file }: RunRequest, who: Credentials['kind'], language: string): string {
  return [
    'curl -X POST',
    ...credentialFlags(who),
    `-H ${quoted(`Content-Type: ${type}`)}`,
    `-H ${quoted(`Accept-Language: ${language}`)}`,
    `-T ${quoted(file)}`,
    quoted(location.origin + path),
  ].join(' \\\n  ');
}

/** The two contracts: credentials decide which one takes customers. */
const contracts = {
  pair: { path: '/api/v1/ai/purchasing_segmentation', shape: 'nested' },
  token: { path: '/api/v1/ai/echointel/customer-intelligence/segmentation', shape: 'flat' },
} as const;
const ORDERS = '/api/v1/ai/order_files';
/** The options of customers, as they are where nobody says. */
export const usualOptions = { preprocessing: 'auto', min_share: '0.5', seed: '42' } as const;

/** The request that a draft stands for. */
export function requestOf(draft: Draft, who: Credentials['kind']): RunRequest {
  return draft.rows === 'orders' ? ordersRequest(draft) : customersRequest(draft, who);
}

function customersRequest(draft: CustomersDraft, who: Credentials['kind']): RunRequest {
  const { path, shape } = contracts[who];
  const plan = { ...planOf(draft), shape };
  return {
    path: `${path}?${new URLSearchParams({ async: 'true', ...named(draft) })}`,
    type: 'application/json',
    file: `${draft.file.name.replace(/\.gz$/i, '').replace(/\.[a-z]+$/i, '')}-request.json`,
    body: async () => new Blob([await drafts.reader().ask<'body'>({ kind: 'body', plan })]),
  };
}

/** What the columns mean, and what is asked for. */
export function planOf({ read, settled, goal, asked }: CustomersDraft): Omit<Plan, 'shape'> {
  const roleOf = (name: string) => settled[name]?.role;
  const { preprocessing, min_share: share, seed } = { ...usualOptions, ...asked };
  return {
    id: read.columns.find(({ name }) => roleOf(name) === 'id')?.name ?? null,
    features: read.columns
      .filter(({ name }) => roleOf(name) === 'use')
      .map(({ name, kind, direction }) => ({ name, kind, direction, ...meaningIn(settled[name]) })),
    decimal: read.decimal,
    parameters: {
      ...goalParameters(goal),
      preprocessing,
      min_cluster_share: Number(share) / 100,
      seed: Number(seed),
    },
  };
}

function meaningIn(settled: CustomersDraft['settled'][string] | undefined) {
  return settled && { kind: settled.kind, direction: settled.direction };
}

function ordersRequest(draft: OrdersDraft): RunRequest {
  const goal = Object.entries(goalParameters(draft.goal)).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams({
    ...draft.asked,
    ...draft.roles,
    ...named(draft),
    ...(Object.fromEntries(goal) as Record<string, string>),
  });
  const { file } = draft;
  return { path: `${ORDERS}?${query}`, type: 'application/octet-stream', file: file.name, body: async () => file };
}

/** The run is called as its file is. */
function named({ file }: Draft): { name?: string } {
  const name = runNameOf(file.name);
  return name === '' ? {} : { name };
}
