/**
 * How files of orders were read, as the service told when it took them, by the runs that they became. Known in the page that sent
 * them alone, until it is loaded anew.
 */
const told = new Map<string, readonly string[]>();

export const reading = {
  of: (run: string): readonly string[] => told.get(run) ?? [],
  tell: (run: string, notes: readonly string[]): void => void told.set(run, notes),
};
