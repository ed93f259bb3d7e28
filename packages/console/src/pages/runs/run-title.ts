import type { ListedRun } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';

/** What a run is called in the list: its name, or else how many customers it has, or how it stands. */
export function useRunTitle(): (run: ListedRun) => string {
  const size = useRunSize();
  return (run) => run.name ?? size(run);
}

/** How many customers a run has, or how it stands as long as that is not known. */
export function useRunSize(): (run: ListedRun) => string {
  const say = useSay();
  return ({ customers, state }) => (customers === null ? say(`state_${state}`) : say('n_customers', { n: customers }));
}
