/**
 * All that a helping thread runs: the tasks, and nothing that only the leader needs. A helper of everything would hold some
 * 18 MB more and take four times as long to load.
 */
import { askTask } from './clustering/ward.ts';
import { workForTeam } from './compute/help.ts';
import type { TeamSeat } from './compute/team-words.ts';
import type { AnyTask } from './compute/task.ts';
import { momentsTask } from './evaluation/cluster-moments.ts';
import { spreadTask } from './evaluation/separation.ts';
import { approximationTask } from './evaluation/silhouette-estimate.ts';
import { sortTask } from './evaluation/silhouette-layout.ts';
import { turnTask } from './evaluation/silhouette-pass.ts';
import { randomTask } from './selection/actionable.ts';
import { crowdTask } from './selection/chance.ts';
import { fitTask } from './selection/fits.ts';
import { dispersionsTask } from './selection/gaps.ts';
import { redrawTask } from './selection/redraws.ts';

/** Every task that the engine gives to a team. */
export const tasks: readonly AnyTask[] = [
  approximationTask,
  askTask,
  crowdTask,
  dispersionsTask,
  fitTask,
  momentsTask,
  randomTask,
  redrawTask,
  sortTask,
  spreadTask,
  turnTask,
];

/** Helps the team until it is closed. Blocks this thread, which hears nothing else meanwhile. */
export function helpTeam(seat: TeamSeat): void {
  workForTeam(seat, tasks);
}
