import type { OrdersQuestion } from './orders.ts';
import { exampleRequest } from '../segmentation/purchasing-segmentation.ts';

/** An example of each request. */
export const ordersExamples = {
  customer_features: {
    today: '2025-04-24',
    customers: [
      {
        customer_id: 'C-1001',
        loyalty_score: 0.97,
        transactions: [
          { transaction_id: 'T-001', date: '2025-04-21', amount: 520.55, product_id: 'P-01' },
          { transaction_id: 'T-002', date: '2025-04-18', amount: 398.4, product_id: 'P-02' },
        ],
      },
      {
        customer_id: 'C-1002',
        transactions: [
          { transaction_id: 'T-004', date: '2025-01-05', amount: 120, product_id: 'P-10' },
          { transaction_id: 'T-005', date: '2024-12-19', amount: 75.9, product_id: 'P-11' },
        ],
      },
    ],
  },
  customer_rfm: {
    bins: 5,
    today: '2025-04-24',
    customers: [
      {
        customer_id: 'C-1001',
        transactions: [
          { date: '2025-04-21', amount: 520.55 },
          { date: '2025-03-29', amount: 310 },
        ],
      },
      {
        customer_id: 'C-1002',
        transactions: [
          { date: '2025-01-05', amount: 120 },
          { date: '2024-12-19', amount: 75.9 },
        ],
      },
    ],
  },
  customer_loyalty: {
    weights: {
      purchase_total: 0.25,
      visit_frequency: 0.3,
      avg_ticket: 0.1,
      product_diversity: 0.15,
      recency_days: 0.2,
    },
    customers: exampleRequest.data.map(({ customer_id, features: { loyalty_score: _score, ...features } }) => ({
      customer_id,
      features,
    })),
  },
} satisfies Record<OrdersQuestion, object>;
