/** The exported functions of the compiled kernels: addresses and whole numbers in, a number or nothing out. */
export type Exports = Readonly<Record<string, (...values: number[]) => number>>;

/** Whether every array lies where kernels reach it. One that does not (the memory was full) is left to the plain twin. */
export type Holds = (...arrays: readonly ArrayBufferView[]) => boolean;
