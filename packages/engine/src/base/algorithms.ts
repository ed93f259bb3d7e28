/** The methods, in the order they are tried; the order decides what scores leave undecided. */
export const algorithms = ['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN'] as const;
export type Algorithm = (typeof algorithms)[number];
