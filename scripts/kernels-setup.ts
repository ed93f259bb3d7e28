/** Vitest's global set-up: the compiled kernels may be older than their sources while somebody works on them. */
export { setup } from './kernels.cjs';
