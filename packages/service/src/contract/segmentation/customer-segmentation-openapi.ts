import { Type } from 'typebox';
import { customerAnswer, customerExampleAnswer } from './customer-segmentation-answer.ts';
import { customerExample, customerRequest } from './customer-segmentation.ts';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import { acceptedAnswer, onceRefusals, requestHeaders } from './segmentation-openapi.ts';
import { asyncQuery } from '../runs/tasks.ts';

const { error, message, code, details, retry_after, request_id } = errorSchema.properties;

/** The body of every error of customer-intelligence/segmentation. */
export const customerErrorSchema = Type.Object(
  { error, message, code, details: Type.Optional(details), retry_after, request_id },
  { title: 'CustomerSegmentationError' },
);

const told: Record<number, string> = {
  ...descriptions,
  400: 'The body is not JSON, or something required is missing or of another JSON type.',
  401: 'The token, or the pair of headers, is missing, wrong, expired or revoked.',
  403: 'The token lacks the ability segmentation:run, or belongs to another tenant than X-Customer-Api-Id.',
  422: 'The shape is right and a value is not. Every fault is named by its path.',
};

const optionalText = (description: string) => Type.Optional(Type.String({ description }));

/** A token bound to a tenant is enough; another one needs the pair, or a server that has one configured. */
export const customerSecurity: readonly { readonly [scheme: string]: readonly string[] }[] = [
  { token: [] },
  { token: [], customerApiId: [], secret: [] },
];

/** POST /api/v1/ai/echointel/customer-intelligence/segmentation, for the document. */
export const customerOperation = {
  operationId: 'customerSegmentation',
  summary: 'Segment customers by any numbers; returns segments with their customers, and quality metrics.',
  description:
    'Rows are flat: an id, and numbers beside it. Parameters may be spelled in snake_case or camelCase; null means left out. The body may be compressed (gzip, deflate, br).',
  tags: ['segmentation'],
  security: customerSecurity,
  headers: Type.Object({
    'X-Customer-Api-Id': optionalText('The tenant, a UUID; may be left out where the token is bound to one.'),
    'X-Secret': optionalText('One of its secrets; sent whenever X-Customer-Api-Id is.'),
    ...requestHeaders,
  }),
  querystring: asyncQuery,
  body: { ...customerRequest, examples: [customerExample] },
  response: {
    200: answerOf(customerAnswer, 'The segmentation.', customerExampleAnswer),
    ...acceptedAnswer,
    ...onceRefusals(customerErrorSchema),
    ...Object.fromEntries(
      Object.entries(told).map(([status, description]) => [status, answerOf(customerErrorSchema, description)]),
    ),
  },
};
