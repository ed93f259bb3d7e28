import { Type } from 'typebox';

const choice = <const Choice extends string>(
  choices: readonly Choice[],
  options: { default: Choice; description: string },
) => Type.Enum(choices as unknown as [Choice, ...Choice[]], options);

/** How order lines become features: the choices that callers of the service and readers of files both have. */
export const orderChoices = {
  visits: choice(['days', 'orders'], {
    default: 'days',
    description: 'What counts as a visit: a day with an order, or each order.',
  }),
  returns: choice(['net', 'drop', 'keep'], {
    default: 'net',
    description:
      'Lines below zero: net sets them against the purchase they belong to and leaves the rest out, drop leaves them out, keep sums them as they are.',
  }),
  orderTotal: choice(['per-line', 'once'], {
    default: 'per-line',
    description:
      'What an amount stands for: per-line adds up those of all lines, once takes it for the total of the order that each of its lines repeats.',
  }),
  free: choice(['count', 'drop'], {
    default: 'count',
    description: 'Lines that cost nothing: count them as visits, or leave them out.',
  }),
};

/** Where days begin and end. */
export const timeZoneSchema = Type.String({
  default: 'UTC',
  description: 'Where a day begins and ends. Times with an offset are brought there, others are taken as they are.',
});
