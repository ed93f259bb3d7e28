import { fromKysely, PgBoss } from 'pg-boss';
import type { Alongside, Tasks } from '../../store/task.ts';
import type { Perform, QueueLog, RunQueue } from './queue.ts';

export interface SharedQueueOptions {
  /** DATABASE_URL. */
  readonly url: string;
  /** Runs computed at the same time by this process; 0 leaves them to others. */
  readonly slots: number;
  /** Time a computation may take. */
  readonly timeoutMs: number;
  /** How often a free place looks by itself, should it not have been told of what another process stored. Default 0.5. */
  readonly pollSeconds?: number | undefined;
  readonly log: QueueLog;
}

const QUEUE = 'clientele-runs';
/** A process that has not been heard of for so long is dead or frozen: its run is given to another. */
const HEARTBEAT_SECONDS = 10;
/** How often that is looked at. */
const SUPERVISE_SECONDS = 5;
const POLL_SECONDS = 0.5;
/** Above what a run may be begun again: the table of runs says when it is enough. */
const RETRIES = 100;
const RETRY_SECONDS = 2;
const MOST_RETRY_SECONDS = 30;
/** Connections of the queue's own. */
const CONNECTIONS = 4;
/** A run that waits for so long without anybody knowing of it is told again. */
const STRAY_MS = 60_000;
/** Time to give back what is under way. */
const STOP_MS = 10_000;
/** Priorities are 32-bit integers; the least virtual start has the highest. */
const LEAST_PRIORITY = -(2 ** 31);

/** The queue of any number of processes on one PostgreSQL database: pg-boss gives out the ids, the table of runs rules. */
export async function sharedQueue(
  tasks: Pick<Tasks, 'claimRun' | 'strayRuns'>,
  perform: Perform,
  { url, slots, timeoutMs, pollSeconds = POLL_SECONDS, log }: SharedQueueOptions,
): Promise<RunQueue> {
  const leaving = new AbortController();
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'clientele queue',
    max: CONNECTIONS,
    schedule: false,
    // A connection of its own, made again when it breaks: what another process stores is heard of with its commit.
    useListenNotify: slots > 0,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  let untold = false;
  boss.on('error', (error) => {
    // Behind a pooler that parts transactions nobody is told for long: said once, for it changes nothing. It has no code.
    if (!error.message.startsWith('LISTEN/NOTIFY')) return log.error({ err: error }, 'the queue met a fault');
    if (!untold) log.info({}, 'the queue is not told of runs and looks for them by itself');
    untold = true;
  });
  await boss.start();
  const settings = {
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: Math.ceil(timeoutMs / 1000) + 60,
    retryLimit: RETRIES,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: MOST_RETRY_SECONDS,
  };
  await boss.createQueue(QUEUE, settings);
  await boss.updateQueue(QUEUE, settings); // of a version before, it stays as that one made it

  const alongside: Alongside = async (transaction, { id, virtualStart }) => {
    const priority = Math.max(LEAST_PRIORITY, -virtualStart);
    await boss.send(QUEUE, { run: id }, { db: fromKysely(transaction), priority });
  };

  /** A run is never without a job in the queue; should it be all the same, it gets one. */
  async function adopt(): Promise<void> {
    for (const { id, virtualStart } of await tasks.strayRuns(STRAY_MS)) {
      const known = await boss.findJobs(QUEUE, { data: { run: id } });
      if (known.some(({ state }) => ['created', 'retry', 'active'].includes(state))) continue;
      await boss.send(QUEUE, { run: id }, { priority: Math.max(LEAST_PRIORITY, -virtualStart) });
    }
  }
  const places: string[] = [];
  /** Free places look at once for what waits; polling alone would begin two runs a second. */
  const wake = (): void => places.forEach((place) => boss.notifyWorker(place));

  async function compute([job]: { data: { run: string } }[]): Promise<void> {
    try {
      const claim = job ? await tasks.claimRun(job.data.run) : null;
      // Given back: pg-boss tries it again, here or elsewhere.
      if (claim && (await perform(claim, leaving.signal)) === 'again') throw new Error('The run waits again.');
    } finally {
      wake();
    }
  }

  const looking = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds };
  let timer: NodeJS.Timeout | undefined;
  return {
    alongside,
    async start() {
      timer = setInterval(
        () => void adopt().catch((error: unknown) => log.error({ err: error }, 'the queue could not be compared')),
        STRAY_MS,
      ).unref();
      while (places.length < slots) places.push(await boss.work<{ run: string }>(QUEUE, looking, compute));
    },
    wake,
    async stop() {
      clearInterval(timer);
      leaving.abort();
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}
