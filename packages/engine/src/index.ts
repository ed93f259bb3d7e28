export { Fault, fault, type FaultCode, type FaultDetails } from './base/faults.ts';
export { languages, type Language } from './base/language.ts';
export * from './base/options.ts';
export { speaker, type Catalogue, type Speaker, type Values } from './base/words.ts';
export { phases, unwatched, type Phase, type Progress, type Watch } from './base/watch.ts';
export type { CustomerTable } from './features/table.ts';
