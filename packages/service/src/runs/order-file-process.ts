/** Sums up one file of orders and ends; told what by its first message. */
import { writeFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { Fault } from '@clientele/engine';
import { measure } from '../contract/runs/figures.ts';
import { type Role, roles } from '../orders/roles.ts';
import { OrdersFault } from '../orders/faults.ts';
import { splitTime } from '../orders/later.ts';
import { fileNotesOf, inParameters } from '../orders/notes.ts';
import { type ReadOrders, readOrders } from '../orders/read-orders.ts';
import { type OrderRules, resolveRules } from '../orders/rules.ts';
import type { FileOrder, FileOutcome } from './order-files.ts';
import { packSplit } from './split.ts';
import { customersOf } from '../contract/segmentation/purchasing-body.ts';

// Whoever waits for an answer goes before.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// The service died, or nobody waits any more.
process.once('disconnect', () => process.exit());
process.once('message', (order: FileOrder) => {
  void outcomeOf(order).then((outcome) => process.send?.(outcome, () => process.disconnect()));
});

async function outcomeOf(order: FileOrder): Promise<FileOutcome> {
  const { folder, file, target, asked, language, now, share } = order;
  try {
    const columns = Object.fromEntries(
      roles.flatMap((role): [Role, string][] => (asked[role] === undefined ? [] : [[role, asked[role]]])),
    );
    const options = { columns, rules: resolveRules(rulesOf(asked), new Date(now)), share: { ...share, folder } };
    return await readOrders(file, options, async (read, database) => {
      await writeFile(target.body, bodyOf(read, asked));
      await writeFile(target.split, packSplit(await splitTime(read, database)));
      return { kind: 'written', notes: fileNotesOf(read, language), customers: read.table.ids.length };
    });
  } catch (error) {
    if (error instanceof OrdersFault && error.code === 'NO_ROOM')
      return { kind: 'no room', what: error.values['what'] === 'disk' ? 'disk' : 'memory' };
    if (error instanceof OrdersFault || error instanceof Fault)
      return { kind: 'refused', message: inParameters(error.say(language)) };
    return { kind: 'failure', report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function rulesOf(asked: FileOrder['asked']): Partial<OrderRules> {
  const { visits, returns, free, duplicates, since, until, decimal } = asked;
  return {
    visits,
    returns,
    free,
    duplicates,
    since,
    until,
    decimal,
    orderTotal: asked.order_total,
    asOf: asked.as_of,
    timeZone: asked.time_zone,
    badLines: asked.bad_lines,
    dateFormat: asked.date_format,
    pointsCap: asked.points_cap,
  };
}

/** A body of purchasing_segmentation: the features, and what the segmentation was asked for. */
function bodyOf({ table }: ReadOrders, asked: FileOrder['asked']): string {
  const { objective, max_clusters, algorithm, n_clusters, client_task_id, previous_run_id } = asked;
  const parameters = { objective, max_clusters, algorithm, n_clusters, client_task_id, previous_run_id };
  return JSON.stringify({ ...parameters, data: customersOf(table, measure) });
}
