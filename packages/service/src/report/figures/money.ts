import type { Report } from '../context.ts';

/** The value feature's label and total; null without one, or when a share is undefined. */
export function moneyOf({ segments, features, format }: Report): { label: string; total: string } | null {
  if (segments.some(({ profile }) => profile.value === null || profile.value.share === null)) return null;
  const name = segments[0]?.profile.value?.feature;
  const total = segments.reduce((sum, { profile }) => sum + (profile.value?.total ?? 0), 0);
  return {
    label: features.find((feature) => feature.name === name)?.label ?? name ?? '',
    total: format.compact(total),
  };
}
