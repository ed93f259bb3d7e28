import { seededRandom } from '@clientele/engine';
import { counted, elsewhere, keeping, post, service, type Soak } from './service.ts';

const TENANTS = 3;
const malformedIds = ['', 'x', "' or 1=1 --", '00000000-0000-0000-0000-000000000000', '../../etc/passwd'];

/** Random steps of three tenants with every mix of ids and secrets; nobody sees a word of another, and nothing is logged. */
export const isolation: Soak = async ({ seed, until }) => {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const served = await service('--rate-per-minute', '1000000', '--concurrent', '64');
  const tenants = [];
  for (let at = 0; at < TENANTS; at++) {
    const canary = `canary${at}x${Math.floor(random() * 1e9).toString(36)}`;
    tenants.push({ ...(await served.store.createTenant(`shop of ${canary}`)), canary });
  }
  const agent = keeping();
  const faults: string[] = [];
  const statuses: (number | null)[] = [];
  const cells: string[] = [];
  while (performance.now() < until) {
    const caller = pick(tenants);
    const kind = pick(['own', 'own', 'other', 'malformed', 'wrong secret']);
    const apiId =
      kind === 'other'
        ? pick(tenants.filter((one) => one !== caller)).apiId
        : kind === 'malformed'
          ? pick(malformedIds)
          : caller.apiId;
    const secret = kind === 'wrong secret' ? `${caller.secret.slice(0, -1)}!` : caller.secret;
    const data = Array.from({ length: 2 + Math.floor(random() * 6) }, (_, i) => ({
      customer_id: `${caller.canary}-${i}`,
      features: { [`${caller.canary}_spend`]: random() * 100, visits: random() * 10 },
    }));
    // Now and then a body with a fault, so that error bodies are seen too.
    if (random() < 0.2) Object.assign(data[0], { customer_id: data[1].customer_id });
    const from = kind === 'own' ? { agent } : { from: elsewhere(cells.length) };
    const { status, text } = await post(served, { apiId, secret }, JSON.stringify({ data, max_clusters: 2 }), from);
    statuses.push(status);
    cells.push(kind);
    const due = kind === 'own' ? [200, 422] : [401];
    if (status === null || !due.includes(status)) faults.push(`${kind}: ${status} ${text.slice(0, 200)}`);
    for (const other of tenants)
      if (other !== caller && (text.includes(other.canary) || text.includes(other.apiId)))
        faults.push(`${kind}: an answer told of another tenant: ${text.slice(0, 200)}`);
  }
  agent.destroy();
  const log = served.log();
  for (const { canary, secret } of tenants)
    if (log.includes(canary) || log.includes(secret.slice(4, 12))) faults.push('the log tells a canary');
  const code = await served.end();
  if (code !== 0) faults.push(`exit code ${code}`);
  return {
    figures: {
      steps: cells.length,
      'who called whom': counted(cells),
      statuses: counted(statuses),
      'log lines': log.split('\n').length,
    },
    faults,
  };
};
