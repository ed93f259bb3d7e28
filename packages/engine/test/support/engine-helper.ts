/** The program of a helper that knows the engine's own tasks. */
import { workerData } from 'node:worker_threads';
import { helpTeam } from '../../src/compute/help.ts';
import type { TeamSeat } from '../../src/compute/team-words.ts';
export { ward } from '../../src/clustering/ward.ts';

helpTeam(workerData as TeamSeat);
