import type { CustomerTable, Explanation, Fault, Language, Segmentation, SegmentOptions } from '@clientele/engine';
import { customerWireName } from '../contract/segmentation/customer-segmentation.ts';
import { customerRefusalOf, decodeCustomerRequest } from '../contract/segmentation/customer-segmentation-decode.ts';
import { encodeCustomerAnswer, summariseCustomers } from '../contract/segmentation/customer-segmentation-encode.ts';
import type { Remark } from '../contract/segmentation/decode-parameters.ts';
import type { Beside } from '../contract/segmentation/encode-parts.ts';
import { type Refusal, refusalOf } from '../contract/errors.ts';
import type { JsonLimits } from '../contract/json/json.ts';
import { decode } from '../contract/segmentation/purchasing-decode.ts';
import { encode, summarise } from '../contract/segmentation/purchasing-encode.ts';
import { wireNameOf } from '../contract/segmentation/purchasing-segmentation.ts';
import type { ContractName } from '../contract/runs/runs.ts';

/** A request understood, whichever contract it came by. */
export interface Understood {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly language: Language;
  readonly remarks: readonly Remark[];
  readonly previousRunId: string | null;
}

interface Contract {
  readonly decode: (bytes: Uint8Array, language: Language | null, limits: JsonLimits) => Understood;
  readonly encode: (found: Segmentation, words: Explanation, beside: Beside) => Uint8Array<ArrayBuffer>;
  /** The answer without its customers. */
  readonly summarise: (found: Segmentation, words: Explanation, beside: Beside) => object;
  /** One segment, as the answer has it without its customers; undefined when there is none with this id. */
  readonly segmentOf: (id: number, found: Segmentation, words: Explanation, beside: Beside) => object | undefined;
  readonly refusalOf: (fault: Fault) => Refusal;
  /** The request's name for an option of the engine. */
  readonly nameOf: (option: string) => string;
}

export const contracts: Record<ContractName, Contract> = {
  purchasing_segmentation: {
    decode,
    encode,
    summarise,
    segmentOf: (id, ...rest) => summarise(...rest).clusters.find(({ cluster_id }) => cluster_id === id),
    refusalOf: (fault) => refusalOf(fault, wireNameOf),
    nameOf: wireNameOf,
  },
  customer_segmentation: {
    decode: decodeCustomerRequest,
    encode: encodeCustomerAnswer,
    summarise: summariseCustomers,
    segmentOf: (id, ...rest) => summariseCustomers(...rest).segments.find(({ segment_id }) => segment_id === id),
    refusalOf: customerRefusalOf,
    nameOf: customerWireName,
  },
};
