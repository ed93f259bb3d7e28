import { matchSegments } from './match.ts';
import type { SegmentMatch } from './segment-match.ts';
import type { Segmentation } from './segmentation.ts';

/**
 * A segmentation whose segments have the ids, and with them the letters and colours, of those of an earlier run that they
 * are; the others get ids that nobody had. `history` tells what became of every segment, in these ids. Order and all
 * figures stay as they are.
 */
export function keepIdentity(next: Segmentation, previous: Segmentation): Segmentation {
  const found = matchSegments(previous, next);
  const highest = previous.segments.reduce((most, { id }) => Math.max(most, id), -1);
  let nextId = Math.max(highest + 1, previous.history?.nextId ?? 0);
  const known = new Map(found.matches.map((match) => [match.segment, match.previous]));
  const ids = new Map([[-1, -1]]);
  for (const { id } of next.segments) if (id >= 0) ids.set(id, known.get(id) ?? nextId++);
  const renamed = (id: number): number => ids.get(id) ?? -1;
  return {
    ...next,
    labels: next.labels.map(renamed),
    runnerUp: next.runnerUp.map(renamed),
    segments: next.segments.map((segment) => ({ ...segment, id: renamed(segment.id) })),
    rules: { ...next.rules, rules: next.rules.rules.map((rule) => ({ ...rule, segment: renamed(rule.segment) })) },
    history: { ...inIds(found, renamed), nextId },
    later: next.later && {
      ...next.later,
      groups: next.later.groups.map((group) => ({
        ...group,
        segment: group.segment === null ? null : renamed(group.segment),
      })),
    },
  };
}

function inIds(found: SegmentMatch, renamed: (id: number) => number): SegmentMatch {
  return {
    ...found,
    matches: found.matches.map((match) => ({ ...match, segment: renamed(match.segment) })),
    splits: found.splits.map((split) => ({
      ...split,
      segments: split.segments.map(renamed).toSorted((a, b) => a - b),
    })),
    merges: found.merges.map((merge) => ({ ...merge, segment: renamed(merge.segment) })),
    births: found.births.map(renamed),
  };
}
