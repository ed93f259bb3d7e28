import { Type } from 'typebox';
import { customerErrorSchema, customerSecurity } from '../segmentation/customer-segmentation-openapi.ts';
import { answerOf, descriptions, errorSchema } from '../openapi.ts';
import {
  featuresAnswer,
  featuresRequest,
  loyaltyAnswer,
  loyaltyRequest,
  type OrdersQuestion,
  rfmAnswer,
  rfmRequest,
} from './orders.ts';
import { ordersExamples } from './orders-examples.ts';
import { flatRfmAnswer, flatRfmExample, flatRfmRequest } from './rfm-flat.ts';

const questions = {
  customer_features: {
    operationId: 'customerFeatures',
    summary: 'Make the six features of each customer from transactions.',
    body: featuresRequest,
    answer: featuresAnswer,
  },
  customer_rfm: {
    operationId: 'customerRfm',
    summary: 'Score customers by recency, frequency and money, and put them in tiers.',
    body: Type.Union([rfmRequest, flatRfmRequest]),
    answer: Type.Union([rfmAnswer, flatRfmAnswer]),
  },
  customer_loyalty: {
    operationId: 'customerLoyalty',
    summary: 'Score the loyalty of customers from 0 to 1, and put them in tiers.',
    body: loyaltyRequest,
    answer: loyaltyAnswer,
  },
} satisfies Record<OrdersQuestion, object>;

const headers = Type.Object({
  'Accept-Language': Type.Optional(Type.String({ description: 'en, es or pt, with q-values; default en.' })),
  'X-Request-Id': Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9._-]{8,128}$', description: 'Your id for this request; it is sent back.' }),
  ),
});

/** POST of a question about orders, for the document. */
export function ordersOperation(question: OrdersQuestion) {
  const { operationId, summary, body, answer } = questions[question];
  return {
    operationId,
    summary,
    description:
      'Parameters may be spelled in snake_case or camelCase; null means left out. The body may be compressed (gzip, deflate, br). Definitions: docs/orders.md.',
    tags: ['orders'],
    security: [{ customerApiId: [], secret: [] }],
    headers,
    body: { ...body, examples: [ordersExamples[question], ...(question === 'customer_rfm' ? [flatRfmExample] : [])] },
    response: {
      200: answerOf(answer, 'The customers.'),
      ...Object.fromEntries(
        Object.entries(descriptions).map(([status, description]) => [status, answerOf(errorSchema, description)]),
      ),
    },
  };
}

/** The same question about RFM, by bearer token. */
export function bearerRfmOperation() {
  const told: Record<number, string> = {
    ...descriptions,
    403: 'The token lacks the ability segmentation:run, or belongs to another tenant than X-Customer-Api-Id.',
  };
  return {
    ...ordersOperation('customer_rfm'),
    operationId: 'customerRfmByToken',
    security: customerSecurity,
    response: {
      200: answerOf(questions.customer_rfm.answer, 'The customers.'),
      ...Object.fromEntries(
        Object.entries(told).map(([status, description]) => [status, answerOf(customerErrorSchema, description)]),
      ),
    },
  };
}
