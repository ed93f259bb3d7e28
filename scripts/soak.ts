/**
 * `npm run soak -- NAME [--minutes N] [--seed N]`: a longer look at the running service than tests have time for. Each starts
 * a service of its own on the loopback, prints its seed and its figures, and exits with 1 when something was wrong.
 */
import { parseArgs } from 'node:util';
import { drain } from './soak/drain.ts';
import { fleet } from './soak/fleet.ts';
import { hangups } from './soak/hangups.ts';
import { isolation } from './soak/isolation.ts';
import { kills } from './soak/kills.ts';
import { leak } from './soak/leak.ts';
import { load } from './soak/load.ts';
import { malformed } from './soak/malformed.ts';
import { memory } from './soak/memory.ts';
import { outage } from './soak/outage.ts';
import { rotation } from './soak/rotation.ts';
import type { Soak } from './soak/service.ts';
import { simulation } from './soak/simulation.ts';
import { tasks } from './soak/tasks.ts';
import { timing } from './soak/timing.ts';

const soaks: Readonly<Record<string, Soak>> = {
  drain,
  fleet,
  hangups,
  isolation,
  kills,
  leak,
  load,
  malformed,
  memory,
  outage,
  rotation,
  simulation,
  tasks,
  timing,
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '0.25' }, seed: { type: 'string', default: '1' } },
});
const [name = ''] = positionals;
const soak = soaks[name];
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!soak || !(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error(`npm run soak -- ${Object.keys(soaks).join('|')} [--minutes 0.25] [--seed 1]`);
  process.exit(2);
}
console.log(`${name}: ${minutes} min, seed ${seed}, Node ${process.versions.node}`);
const { figures, faults } = await soak({ seed, until: performance.now() + minutes * 60_000 });
for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure.padEnd(34)} ${value}`);
const times = Map.groupBy(faults, (fault) => fault);
for (const [fault, same] of [...times].slice(0, 20)) console.error(`  FAULT ${same.length} x ${fault}`);
console.log(faults.length === 0 ? `${name}: well` : `${name}: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
