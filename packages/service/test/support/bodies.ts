import { shop } from '@clientele/engine';
import { exampleRequest } from '../../src/contract/segmentation/purchasing-segmentation.ts';

export type Row = Record<string, unknown>;
export interface Body {
  data: Row[];
  [parameter: string]: unknown;
}

/** The contract's example, fresh. */
export function exampleBody(): Body {
  return structuredClone(exampleRequest) as Body;
}

/** A shop of `n` planted customers as a request body. */
export function shopBody(n: number, seed = 1): Body {
  const { table } = shop({ n, seed });
  const data = table.ids.map((customer_id, i) => ({
    customer_id,
    features: Object.fromEntries(table.names.map((name, j) => [name, table.columns[j][i]])),
  }));
  return { max_clusters: 4, data };
}

export function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The features of row `i`, to be spoiled. */
export function featuresOf(body: Body, i: number): Record<string, unknown> {
  return body.data[i]['features'] as Record<string, unknown>;
}
