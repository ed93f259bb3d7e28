/** The program of a helper in the tests of teams: the real one, which also knows the tests' tasks. */
import { workerData } from 'node:worker_threads';
import { helpTeam } from '../../src/compute/help.ts';
import type { TeamSeat } from '../../src/compute/team-words.ts';
export * as tasks from './team-tasks.ts';

helpTeam(workerData as TeamSeat);
