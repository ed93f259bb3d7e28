import { type Static, Type } from 'typebox';
import { clientTaskIdParameter } from '../runs/client-task-id.ts';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import { decimalSchema } from '../decimal.ts';
import { orderChoices, timeZoneSchema } from './order-rules.ts';
import { parameters } from '../segmentation/purchasing-segmentation.ts';
import { nameQuery } from '../runs/run-names.ts';
import { acceptedTask } from '../runs/tasks.ts';

/** Where a file of orders is taken, to be segmented later. */
export const orderFilesPath = '/api/v1/ai/order_files';

const column = (what: string) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: `Column that holds ${what}; else found by its name.` }),
  );
const day = (description: string) => Type.Optional(Type.String({ maxLength: 10, description }));

/** The query of a file of orders: its columns, the rules of docs/orders.md, and what the segmentation is asked for. */
export const orderFilesQuery = Type.Object(
  {
    customer: column('the customer'),
    date: column('the date'),
    amount: column('the amount'),
    quantity: column('the quantity, for amount = quantity x price'),
    price: column('the price of one'),
    order: column('the order'),
    product: column('the product'),
    category: column('the category'),
    points: column('the balance of loyalty points'),
    as_of: day('The day from which recency is counted, YYYY-MM-DD. Default: today.'),
    since: day('The first day that counts.'),
    until: day('The last day that counts.'),
    time_zone: Type.Optional(Type.String({ ...timeZoneSchema, maxLength: 64 })),
    visits: Type.Optional(orderChoices.visits),
    returns: Type.Optional(orderChoices.returns),
    free: Type.Optional(orderChoices.free),
    order_total: Type.Optional(orderChoices.orderTotal),
    duplicates: Type.Optional(Type.Enum(['keep', 'drop'], { description: 'Lines that repeat another one exactly.' })),
    bad_lines: Type.Optional(Type.Enum(['refuse', 'skip'], { description: 'Lines that cannot be read.' })),
    decimal: Type.Optional(decimalSchema),
    date_format: Type.Optional(Type.String({ minLength: 2, maxLength: 40, description: 'As in %d/%m/%Y.' })),
    points_cap: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'Points that make a loyalty score of 1.' }),
    ),
    objective: parameters.objective.schema,
    max_clusters: parameters.max_clusters.schema,
    algorithm: parameters.algorithm.schema,
    n_clusters: parameters.n_clusters.schema,
    client_task_id: clientTaskIdParameter,
    previous_run_id: parameters.previous_run_id.schema,
    ...nameQuery.properties,
  },
  { additionalProperties: false },
);
export type OrderFilesQuery = Static<typeof orderFilesQuery>;

const fileNote = Type.Object({ code: Type.String(), message: Type.String() });
/** What the owner of a file should know of how it was read. */
export type FileNote = Static<typeof fileNote>;
export const fileNotes = Type.Array(fileNote, {
  description:
    'How a file of orders was read: what was taken for what, what was left out, what to look at. Empty without one.',
});

/** The answer to a file of orders. */
const acceptedFile = Type.Object(
  {
    ...acceptedTask.properties,
    notes: fileNotes,
  },
  { title: 'AcceptedOrderFile' },
);
export type AcceptedOrderFile = Static<typeof acceptedFile>;

/** POST of a file of orders, for the document. */
export const orderFilesOperation = {
  operationId: 'orderFile',
  summary: 'Take a file of orders, make the features of its customers, and segment them later.',
  description:
    'The body is the file, or a form with the file in the field file: CSV, gzip CSV, Parquet or JSON lines, told by its content, up to 2 GiB. The parameters of the address may be fields of the form instead, before or after the file. The file is written to disk, summed up there, and deleted; only the features of each customer are kept, as the run that the task is stored as. The answer is that of purchasing_segmentation.',
  tags: ['orders'],
  security: [{ customerApiId: [], secret: [] }, { token: [] }] as Readonly<Record<string, readonly string[]>>[],
  querystring: orderFilesQuery,
  body: {
    content: {
      'application/octet-stream': {
        schema: Type.String({
          examples: [
            'customer_id,order_date,amount\nC-1,2025-04-21,520.55\nC-2,2025-04-18,398.40\nC-1,2025-03-02,12\n',
          ],
        }),
      },
      'multipart/form-data': {
        schema: Type.Object({
          file: Type.String({ format: 'binary', description: 'The file of orders.' }),
          ...orderFilesQuery.properties,
        }),
      },
    },
  },
  response: {
    202: answerOf(acceptedFile, 'The features were made; they are segmented later.'),
    ...Object.fromEntries(
      Object.entries(descriptions).map(([status, description]) => [status, answerOf(errorSchema, description)]),
    ),
  },
};
