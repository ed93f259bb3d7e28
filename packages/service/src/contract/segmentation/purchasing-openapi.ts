import { Type } from 'typebox';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import { exampleAnswer, purchasingAnswer } from './purchasing-answer.ts';
import { exampleRequest, purchasingRequest } from './purchasing-segmentation.ts';
import { acceptedAnswer, onceRefusals, requestHeaders } from './segmentation-openapi.ts';
import { asyncQuery } from '../runs/tasks.ts';

/** POST /api/v1/ai/purchasing_segmentation, for the document. */
export const purchasingOperation = {
  operationId: 'purchasingSegmentation',
  summary: 'Cluster customers; returns labels, centroids, KPIs and plain-language personas.',
  description:
    'Parameters may be spelled in snake_case or camelCase. The body may be compressed (gzip, deflate, br). A trailing slash, or a hyphen for the underscore, is the same address.',
  tags: ['segmentation'],
  security: [{ customerApiId: [], secret: [] }],
  headers: Type.Object(requestHeaders),
  querystring: asyncQuery,
  body: { ...purchasingRequest, examples: [exampleRequest] },
  response: {
    200: answerOf(purchasingAnswer, 'The segmentation.', exampleAnswer),
    ...acceptedAnswer,
    ...onceRefusals(errorSchema),
    ...Object.fromEntries(
      Object.entries(descriptions).map(([status, description]) => [status, answerOf(errorSchema, description)]),
    ),
  },
};
