/** The program of a helper that knows the engine's own tasks. */
import { workerData } from 'node:worker_threads';
import type { TeamSeat } from '../../src/compute/team-words.ts';
import { helpTeam } from '../../src/helper.ts';

helpTeam(workerData as TeamSeat);
