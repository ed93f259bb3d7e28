/** The steps to a new segmentation, as its address names them. */
export const steps = ['file', 'columns', 'options'] as const;
export type Step = (typeof steps)[number];
