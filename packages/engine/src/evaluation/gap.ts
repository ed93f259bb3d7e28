/** Gap statistic at one k: how much lower log W(k) is than on crowds without groups, with its standard error. */
export interface Gap {
  readonly k: number;
  readonly value: number;
  readonly error: number;
}

/**
 * Gap(k) = mean over references of log W*(k), less log W(k), for k = 1, 2, ...; W is the sum of squared distances to the
 * centres. `dispersions[k - 1]` is W(k) of the data; `references[b][k - 1]` that of reference crowd b. The error is
 * sd(log W*) sqrt(1 + 1/B). Ends before the first k where the data or any reference has W = 0: from there on there are
 * as many clusters as different points, and a logarithm of 0 says nothing.
 * Source: R. Tibshirani, G. Walther, T. Hastie, Journal of the Royal Statistical Society B 2001.
 */
export function gapStatistic(dispersions: ArrayLike<number>, references: readonly ArrayLike<number>[]): readonly Gap[] {
  const gaps: Gap[] = [];
  const draws = references.length;
  if (draws === 0) return gaps;
  // Sums of squares of equal points leave rounding dust, not a clean 0.
  const floor = dispersions.length > 0 ? 1e-12 * dispersions[0] : 0;
  for (let at = 0; at < dispersions.length; at++) {
    if (!(dispersions[at] > floor) || references.some((reference) => !(reference[at] > floor))) break;
    let sum = 0;
    for (const reference of references) sum += Math.log(reference[at]);
    const mean = sum / draws;
    let squares = 0;
    for (const reference of references) squares += (Math.log(reference[at]) - mean) ** 2;
    const error = Math.sqrt(squares / draws) * Math.sqrt(1 + 1 / draws);
    gaps.push({ k: at + 1, value: mean - Math.log(dispersions[at]), error });
  }
  return gaps;
}

/**
 * The number of clusters that the gap rule picks: the smallest k with Gap(k) >= Gap(k + 1) - s(k + 1); the last k when
 * none satisfies it, 1 for an empty list.
 */
export function gapChoice(gaps: readonly Gap[]): number {
  for (let at = 0; at + 1 < gaps.length; at++)
    if (gaps[at].value >= gaps[at + 1].value - gaps[at + 1].error) return gaps[at].k;
  return gaps.length > 0 ? gaps[gaps.length - 1].k : 1;
}
