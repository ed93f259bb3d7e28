import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { counted, type Credentials, path, post, type Service, service, type Soak } from './service.ts';

/** Just below what a body may have. */
const BODY_BYTES = 50_000_000;
const CUSTOMERS = 240_000;
const AT_ONCE = 8;
const DRIBBLERS = 50;
const DRIBBLED_MS = 10_000;
const SAMPLE_MS = 50;
const SETTLED_MS = 5_000;
/** MiB that one such body, and eight at once, may take the service to. */
const MOST_FOR_ONE = 900;
const MOST_FOR_ALL = 1_600;
/** MiB above the idle service. */
const MOST_FOR_DRIBBLERS = 60;

/** What the largest bodies cost in memory: one, eight at once, and fifty that hardly come. */
export const memory: Soak = async () => {
  const served = await service('--rate-per-minute', '1000000', '--log-level', 'error');
  const tenants = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => served.store.createTenant(`t ${i}`)));
  await sleep(SETTLED_MS);
  const idle = served.footprint().mib;
  const body = largeBody();
  const [first] = tenants;
  const dribbled = await peakOf(served, () => dribble(served, first));
  const one = await peakOf(served, () => post(served, first, body));
  const all = await peakOf(served, () => Promise.all(tenants.map((tenant) => post(served, tenant, body))));
  await sleep(SETTLED_MS);
  const after = served.footprint().mib;
  const code = await served.end();
  const statuses = all.result.map(({ status }) => status);
  const limits = [
    [`one body took it to ${one.mib} MiB`, one.mib <= MOST_FOR_ONE],
    [`${AT_ONCE} bodies took it to ${all.mib} MiB`, all.mib <= MOST_FOR_ALL],
    [
      `${DRIBBLERS} slow uploads took it from ${idle} to ${dribbled.mib} MiB`,
      dribbled.mib <= idle + MOST_FOR_DRIBBLERS,
    ],
    [`one body was answered ${one.result.status}: ${one.result.text.slice(0, 200)}`, one.result.status === 200],
    [`of ${AT_ONCE} ${counted(statuses)}`, statuses.filter((status) => status === 200).length >= 2],
    [`of ${AT_ONCE} ${counted(statuses)}`, statuses.every((status) => status === 200 || status === 503)],
    [`exit code ${code}`, code === 0],
  ] as const;
  return {
    figures: {
      'MiB idle, a moment after the start': idle,
      [`MiB at most with ${DRIBBLERS} slow uploads`]: dribbled.mib,
      'bytes, customers of the body': `${body.length}, ${CUSTOMERS}`,
      'MiB at most with one': one.mib,
      [`MiB at most with ${AT_ONCE} at once`]: `${all.mib} (${counted(statuses)})`,
      'MiB a moment later': after,
    },
    faults: limits.flatMap(([fault, well]) => (well ? [] : [fault])),
  };
};

/** What `work` comes to, and the most memory meanwhile. */
async function peakOf<Result>(
  served: Service,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly mib: number }> {
  let mib = 0;
  const timer = setInterval(() => (mib = Math.max(mib, served.footprint().mib)), SAMPLE_MS);
  const result = await work().finally(() => clearInterval(timer));
  return { result, mib };
}

/** Customers whose ids are so long that all of them make the largest body. */
function largeBody(): string {
  const rows = Array.from({ length: CUSTOMERS }, (_, i) => ({
    customer_id: String(i).padStart(120, '0'),
    features: { purchase_total: ((i * 7919) % 9973) + (i % 3) * 20_000, visit_frequency: (i % 31) + (i % 3) * 40 },
  }));
  const body = JSON.stringify({ data: rows });
  if (body.length > BODY_BYTES) throw new Error(`${body.length} bytes are too many`);
  return body;
}

/** Uploads that announce the largest body and send a kilobyte a second. */
async function dribble({ port }: Service, { apiId, secret }: Credentials): Promise<void> {
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Customer-Api-Id: ${apiId}\r\nX-Secret: ${secret}\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`;
  const sockets = Array.from({ length: DRIBBLERS }, (): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}).resume(); // most are refused, and cut
    socket.write(head);
    return socket;
  });
  for (let ms = 0; ms < DRIBBLED_MS; ms += 1_000) {
    for (const socket of sockets) if (socket.writable) socket.write(Buffer.alloc(1_024, ' '));
    await sleep(1_000);
  }
  for (const socket of sockets) socket.destroy();
}
