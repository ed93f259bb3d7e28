declare module 'density-clustering' {
  class DBSCAN {
    run(rows: readonly (readonly number[])[], eps: number, minSamples: number): number[][];
  }
  const density: { DBSCAN: typeof DBSCAN };
  export default density;
}
