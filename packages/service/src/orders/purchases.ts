import { type OrdersDatabase, sqlText } from './database.ts';
import { problems } from './lines.ts';
import type { ResolvedRules } from './rules.ts';

/** Lines that count at all: of a known customer, readable, within the window, and not a repeat where those are dropped. */
export function keptSql({ since, until, duplicates }: ResolvedRules): string {
  const window = [
    ...(since === undefined ? [] : [`moment >= ${sqlText(since)}::TIMESTAMP`]),
    ...(until === undefined ? [] : [`moment < ${sqlText(until)}::TIMESTAMP + INTERVAL 1 DAY`]),
  ];
  const where = ['customer IS NOT NULL', `problem = ${problems.none}`, ...window].join(' AND ');
  if (duplicates === 'keep') return `SELECT * FROM lines WHERE ${where}`;
  const parts = ['customer', 'moment', 'amount', 'visit', 'item', 'placed', 'mate', 'points'];
  const any = parts.map((part) => `any_value(${part}) AS ${part}`).join(', ');
  return `SELECT ${any} FROM lines WHERE ${where} GROUP BY fingerprint`;
}

/**
 * Makes the view or table `purchases`: the lines that features are made of, with what is left of their amounts; and for
 * `net` the table `returned`, with what each return gave back and what it had no purchase for.
 */
export async function makePurchases(rules: ResolvedRules, database: OrdersDatabase): Promise<void> {
  await database.run(
    rules.orderTotal === 'once'
      ? `CREATE OR REPLACE TABLE kept AS ${onceAnOrderSql(rules)}`
      : `CREATE OR REPLACE VIEW kept AS ${keptSql(rules)}`,
  );
  const bought = rules.free === 'drop' ? 'amount > 0' : 'amount >= 0';
  if (rules.returns === 'drop') return database.run(`CREATE OR REPLACE VIEW purchases AS FROM kept WHERE ${bought}`);
  if (rules.returns === 'keep') {
    const counts = rules.free === 'drop' ? 'amount <> 0' : 'true';
    return database.run(`CREATE OR REPLACE VIEW purchases AS FROM kept WHERE ${counts}`);
  }
  await netReturns(bought, database);
}

/** The lines of an order with the same amount as one, with all their items; of what has no order each line stays. */
function onceAnOrderSql(rules: ResolvedRules): string {
  return `
    WITH each_line AS (${keptSql(rules)})
    SELECT customer, min(moment) AS moment, amount, any_value(visit) AS visit,
      list(DISTINCT item) FILTER (item IS NOT NULL) AS item, any_value(mate) AS mate, max_by(points, moment) AS points
    FROM each_line WHERE placed IS NOT NULL GROUP BY customer, placed, amount
    UNION ALL
    SELECT customer, moment, amount, visit, CASE WHEN item IS NOT NULL THEN [item] END, mate, points
    FROM each_line WHERE placed IS NULL`;
}

/**
 * A return is set against the purchases of the same customer and mate made up to its moment, the latest first. Seen as a
 * stack: `level` is its height after each line, never below 0, and of a purchase there stays what no later level cuts off.
 * Only customers' goods that ever came back are stacked; everything else is passed through.
 */
async function netReturns(bought: string, database: OrdersDatabase): Promise<void> {
  await database.run(`
    CREATE OR REPLACE TABLE stacked AS
    WITH back AS (SELECT DISTINCT customer, mate FROM kept WHERE amount < 0),
    summed AS (
      SELECT kept.*, sum(amount) OVER stack AS height
      FROM kept JOIN back ON kept.customer = back.customer AND kept.mate IS NOT DISTINCT FROM back.mate
      WINDOW stack AS (PARTITION BY kept.customer, kept.mate ORDER BY moment, amount DESC, visit, item ROWS UNBOUNDED PRECEDING)
    ),
    levelled AS (
      SELECT *, height - least(0, min(height) OVER stack) AS level
      FROM summed
      WINDOW stack AS (PARTITION BY customer, mate ORDER BY moment, amount DESC, visit, item ROWS UNBOUNDED PRECEDING)
    )
    SELECT customer, moment, amount, visit, item, mate, points,
      coalesce(lag(level) OVER stack, 0) AS below,
      min(level) OVER (stack ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS lowest_after
    FROM levelled
    WINDOW stack AS (PARTITION BY customer, mate ORDER BY moment, amount DESC, visit, item)`);
  await database.run(`
    CREATE OR REPLACE TABLE returned AS
    SELECT amount, least(-amount, below) AS matched FROM stacked WHERE amount < 0`);
  await database.run(`
    CREATE OR REPLACE VIEW purchases AS
    SELECT customer, moment, amount, visit, item, points FROM kept
    WHERE ${bought} AND NOT EXISTS (
      SELECT 1 FROM stacked WHERE stacked.customer = kept.customer AND stacked.mate IS NOT DISTINCT FROM kept.mate)
    UNION ALL
    SELECT customer, moment, CASE WHEN amount = 0 THEN 0 ELSE lowest_after - below END, visit, item, points FROM stacked
    WHERE ${bought} AND (amount = 0 OR lowest_after > below)`);
}
