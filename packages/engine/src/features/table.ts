/**
 * Customers as columns, in the order they were sent. `columns[j][i]` is feature j of customer i; NaN is a missing value.
 * Every column is as long as `ids`.
 */
export interface CustomerTable {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}
