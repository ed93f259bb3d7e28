import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { EXPIRY_WARNING_DAYS } from '../../contract/credentials.ts';
import { type Reason, refusalTable } from '../../contract/refusal-table.ts';
import type { PoolStatus } from '../../runs/pool.ts';
import type { Work } from '../../runs/stopwatch.ts';

/** What is counted while requests go by. No label tells a tenant, a customer or an address. */
export interface Observer {
  observeRequest(request: {
    readonly method: string;
    /** The route's pattern; null where there is none. */
    readonly route: string | null;
    /** Null when the caller had gone. */
    readonly status: number | null;
    readonly seconds: number;
  }): void;
  observeRefusal(reason: Reason): void;
  observeWork(work: Work): void;
}

export interface Metrics extends Observer {
  /** Everything counted so far, in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is asked for at each reading. */
export interface Gauges {
  readonly pool: () => PoolStatus;
  /** Usable secrets that end within EXPIRY_WARNING_DAYS. */
  readonly expiringSecrets: () => Promise<number>;
  /** Runs that nobody waits for: those that wait themselves, and those being computed, by whatever process. */
  readonly tasks: () => Promise<{ readonly queued: number; readonly running: number }>;
}

/** From a millisecond to the five minutes that a computation may take. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Counters of one server, and those of its process: memory, CPU, open files, delay of the event loop, garbage collection. */
export function metrics({ pool, expiringSecrets, tasks }: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'clientele_requests_total',
    help: 'Requests by route pattern and status; status "gone" when the caller hung up.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'clientele_request_seconds',
    help: 'Time from the headers of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'clientele_refusals_total',
    help: 'Refused requests by the code of the error body and the reason behind it.',
    labelNames: ['code', 'reason'],
    registers,
  });
  const customers = new Counter({
    name: 'clientele_customers_total',
    help: 'Customers in requests that were understood.',
    registers,
  });
  const compute = new Counter({
    name: 'clientele_compute_seconds_total',
    help: 'Time of the leading compute thread by part.',
    labelNames: ['part'],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number | Promise<number>): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await read());
      },
    });
  gauge('clientele_queue_waiting', 'Requests that wait for a compute crew.', () => pool().waiting);
  gauge('clientele_queue_running', 'Requests that are being computed.', () => pool().running);
  gauge('clientele_workers', 'Requests that can be computed at the same time.', () => pool().workers);
  gauge('clientele_workers_ready', '1 when a compute crew is alive and warm.', () => Number(pool().ready));
  for (const state of ['queued', 'running'] as const)
    gauge(
      `clientele_tasks_${state}`,
      `Tasks that are ${state}, of the whole database; NaN while the store is away.`,
      () =>
        tasks().then(
          (counts) => counts[state],
          () => Number.NaN,
        ),
    );
  gauge(
    'clientele_secrets_expiring',
    `Usable secrets that end within ${EXPIRY_WARNING_DAYS} days and have not been rotated; NaN while the store is away.`,
    () => expiringSecrets().catch(() => Number.NaN),
  );

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observeRequest({ method, route, status, seconds: taken }) {
      requests.inc({ method, route: route ?? 'none', status: status ?? 'gone' });
      seconds.observe({ route: route ?? 'none' }, taken);
    },
    observeRefusal(reason) {
      refusals.inc({ code: refusalTable[reason].code, reason });
    },
    observeWork({ rows, ms }) {
      customers.inc(rows);
      for (const [part, milliseconds] of Object.entries(ms)) compute.inc({ part }, milliseconds / 1000);
    },
  };
}
