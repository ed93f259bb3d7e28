import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { jsonLimits } from '../contract/json.ts';
import { computePool, poolDefaults } from '../runs/pool.ts';
import { openStore } from '../store/store.ts';
import { type NewTenant, uuid } from '../store/tenants.ts';
import { createApp } from './app.ts';
import { DEFAULT_BODY_BYTES } from './deps.ts';

/** The data folder when none is named. */
export const DEFAULT_FOLDER = '.clientele';
/** Time that requests under way have to finish after a shutdown was asked for. */
const DRAIN_MS = 30_000;
/** Then time for those answers to go out; after it stalled uploads are cut. */
const LAST_ANSWERS_MS = 1_000;
const SWEEP_MS = 200;

export interface ServerOptions {
  /** 0 takes a free port. Default 8080. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** The data folder. Default .clientele in the working directory. */
  readonly folder?: string | undefined;
  /** The pepper of stored secrets; default the file `pepper` of the data folder. */
  readonly pepper?: string | undefined;
  /** Requests computed at the same time. Default 1. */
  readonly workers?: number | undefined;
  /** Threads that compute one request together. Default as many as the machine has cores, at most 8. */
  readonly threads?: number | undefined;
  /** Compile the hot code at the start instead of at the first requests. Default false. */
  readonly warmUp?: boolean | undefined;
  /** Seconds a computation may take. Default 300. */
  readonly timeoutSeconds?: number | undefined;
  /** Bytes of a decoded body. Default 50 MiB. */
  readonly bodyBytes?: number | undefined;
  /** Customers in one request. Default 250,000. */
  readonly customers?: number | undefined;
  /** Takes lines about faults of the service. */
  readonly log?: { write(line: string): void } | undefined;
}

export interface RunningServer {
  /** Where it listens, for example http://127.0.0.1:8080. */
  readonly url: string;
  /** Stops accepting, finishes requests under way for at most 30 seconds, then frees everything. */
  close(): Promise<void>;
}

/** Opens the data folder, starts the compute threads and listens. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 8080, host = '127.0.0.1', folder = DEFAULT_FOLDER, log } = options;
  const store = await openStore({ folder, pepper: options.pepper, now: Date.now, random: randomBytes });
  const pool = computePool({
    workers: options.workers ?? poolDefaults.workers,
    threads: options.threads ?? poolDefaults.threads,
    warmUp: options.warmUp ?? poolDefaults.warmUp,
    timeoutMs: options.timeoutSeconds === undefined ? poolDefaults.timeoutMs : options.timeoutSeconds * 1000,
  });
  const app = await createApp({
    verify: store.verify,
    verifyToken: (token) => store.verifyToken(token),
    pool,
    newId: () => uuid(randomBytes),
    limits: {
      ...jsonLimits,
      customers: options.customers ?? jsonLimits.customers,
      bodyBytes: options.bodyBytes ?? DEFAULT_BODY_BYTES,
    },
    ...(log ? { log } : {}),
  });
  const cutSoon = (): void => void setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS).unref();
  const free = async (): Promise<void> => {
    // What still computes when the time is up is refused, so that its callers get an answer before the end.
    const late = setTimeout(() => void pool.close().then(cutSoon), DRAIN_MS);
    // An answer that was going out when closing began leaves its connection kept alive: it is idle a moment later.
    const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
    await app.close();
    clearTimeout(late);
    clearInterval(sweep);
    await pool.close();
    await store.close();
  };
  try {
    await app.listen({ port, host });
  } catch (error) {
    await free();
    throw error;
  }
  return { url: urlOf(app.server.address() as AddressInfo), close: free };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Adds a tenant to a data folder, also while a server uses it. The secret is told once. */
export async function createTenant(options: { folder?: string; pepper?: string; name: string }): Promise<NewTenant> {
  const { folder = DEFAULT_FOLDER, pepper, name } = options;
  const store = await openStore({ folder, pepper, now: Date.now, random: randomBytes });
  try {
    return await store.createTenant(name);
  } finally {
    await store.close();
  }
}
