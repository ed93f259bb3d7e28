/** The program of a helping worker thread. */
import { workerData } from 'node:worker_threads';
import type { TeamSeat } from '@clientele/engine';
import { helpTeam } from '@clientele/engine/helper';

helpTeam(workerData as TeamSeat); // hireHelper gives nothing else
