/** Disjoint sets over 0 ... n - 1: parent[i] leads towards the lowest member, which is its own parent. */
export function separateSets(n: number): Int32Array {
  const parent = new Int32Array(n);
  for (let i = 0; i < n; i++) parent[i] = i;
  return parent;
}

/** The lowest member of the set of i. Halves the path on the way (R. Tarjan, J. van Leeuwen 1984). */
export function findSet(parent: Int32Array, i: number): number {
  let at = i;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

/** Joins the sets of a and b. */
export function joinSets(parent: Int32Array, a: number, b: number): void {
  const x = findSet(parent, a);
  const y = findSet(parent, b);
  if (x < y) parent[y] = x;
  else parent[x] = y;
}
