/** The libraries from npm that run beside us. */
export const libraries = ['ml-kmeans', 'ml-hclust', 'density-clustering'] as const;
export type Library = (typeof libraries)[number];
