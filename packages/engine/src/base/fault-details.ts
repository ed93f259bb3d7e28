/**
 * Every way the engine refuses work, with the values its message shows. A fault is the caller's to mend: it names what
 * was received and the remedy. Texts in three languages live in locales/faults.ts.
 */
export interface FaultDetails {
  MATRIX_SHAPE: { rows: number; cols: number; length: number };
  INVALID_PARAMETER: {
    parameter: string;
    /** What was received, as JSON, shortened. */
    value: string;
    kind: 'integer' | 'integer_from' | 'number' | 'number_above' | 'number_above_to' | 'choice' | 'object';
    minimum: number | '';
    maximum: number | '';
    choices: string;
  };
  INSUFFICIENT_DATA: { minimum_required: number; provided: number };
  NO_FEATURES: { rows: number };
  TOO_MANY_FEATURES: { features: number; limit: number };
  VALUE_NOT_FINITE: { feature: string; row: number; value: string };
  COLUMN_MOSTLY_MISSING: { feature: string; missing: number; rows: number; limit_percent: number };
  ROWS_TOO_FEW: { rows: number; n_clusters: number };
  LINKAGE_TOO_LARGE: { linkage: string; rows: number; limit: number };
  K_SELECTION_UNFIT: { k_selection: string; algorithm: string };
  CANDIDATE_UNKNOWN: { asked: string; tried: string };
  MODEL_MISMATCH: { expected: string; received: string };
  MODEL_TOO_LARGE: { numbers: number; limit: number };
}
/** The name of a refusal, for programs; it never changes with the language. */
export type FaultCode = keyof FaultDetails;
