import { boxPlan, type CrowdPlan, drawCrowd, marginalPlan } from '../../src/evaluation/reference-crowds.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';

/** How many crowds, and the seed they are drawn from. */
interface Draws {
  readonly draws: number;
  readonly seed: number;
}

export function boxCrowds(sample: Matrix, draws: Draws): Matrix[] {
  return drawAll(boxPlan(sample), draws);
}

export function marginalCrowds(sample: Matrix, draws: Draws): Matrix[] {
  return drawAll(marginalPlan(sample), draws);
}

function drawAll(plan: CrowdPlan, { draws, seed }: Draws): Matrix[] {
  return Array.from({ length: draws }, (_, draw) => drawCrowd(plan, seed, draw));
}
