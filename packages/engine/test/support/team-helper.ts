/** The program of a helper in the tests of teams: the real one, which also knows the tests' tasks. */
import { workerData } from 'node:worker_threads';
import { workForTeam } from '../../src/compute/help.ts';
import type { TeamSeat } from '../../src/compute/team-words.ts';
import * as tasks from './team-tasks.ts';

workForTeam(workerData as TeamSeat, Object.values(tasks));
