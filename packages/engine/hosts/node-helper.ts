/** The program of a helping worker thread. */
import { workerData } from 'node:worker_threads';
import { helpTeam, type TeamSeat } from '@clientele/engine';

helpTeam(workerData as TeamSeat); // hireHelper gives nothing else
