#!/usr/bin/python3
"""The sweep of a segmentation, done with scikit-learn and fastcluster as a careful user would.

usage: sklearn_sweep.py body.json [--exact]

K-Means (n_init=10), Gaussian mixture, Ward for k = 2..max_clusters and DBSCAN, on z-scores; silhouette,
Davies-Bouldin and Calinski-Harabasz of every labelling. Ward's tree is built once: by AgglomerativeClustering with its
tree cached up to 10,000 customers, by fastcluster's memory-saving linkage above, where the former would need all pairwise
distances. Silhouettes are over a sample of 10,000 customers each; those of all labellings are then computed exactly too, up to
20,000 customers or with --exact, and above extrapolated from 10,000 of the customers by the square of their number. OMP_NUM_THREADS and
OPENBLAS_NUM_THREADS in the environment say how many cores it may use. Prints one JSON object: seconds of each part,
peak memory, and the figures found.
"""
import json
import os
import resource
import sys
import tempfile
import time
import warnings

import fastcluster
import numpy as np
import sklearn
from scipy.cluster.hierarchy import fcluster
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

PAIRWISE_UP_TO, EXACT_UP_TO, SAMPLE = 10_000, 20_000, 10_000
warnings.simplefilter("ignore", ConvergenceWarning)

body = json.load(open(sys.argv[1]))
names = list(body["data"][0]["features"])
table = np.array([[each["features"][name] for name in names] for each in body["data"]], float)
ks = range(2, body["max_clusters"] + 1)
cores = int(os.environ.get("OMP_NUM_THREADS", -1))
del body["data"]


def hierarchical(points):
    if len(points) > PAIRWISE_UP_TO:
        tree = fastcluster.linkage_vector(points, method="ward")
        return [fcluster(tree, k, "maxclust") - 1 for k in ks]
    with tempfile.TemporaryDirectory() as cache:
        fit = lambda k: AgglomerativeClustering(k, compute_full_tree=True, memory=cache).fit_predict(points)
        return [fit(k) for k in ks]


def kmeans(points):
    fits = [KMeans(k, n_init=10, random_state=0).fit(points) for k in ks]
    inertia.extend(fit.inertia_ for fit in fits)
    return [fit.labels_ for fit in fits]


def clustered(points, labels):
    """Noise counts 0 in the silhouette and is left out of the other two, as in the engine. None where undefined."""
    kept = labels >= 0
    return (points[kept], labels[kept]) if len(set(labels[kept])) > 1 else None


def each_labelling(points, labellings, measure):
    pairs = {part: [clustered(points, labels) for labels in every] for part, every in labellings.items()}
    return {part: [None if pair is None else measure(*pair) for pair in every] for part, every in pairs.items()}


def sampled(inside, own):
    return silhouette_score(inside, own, sample_size=min(SAMPLE, len(inside)), random_state=0) * len(inside) / n


def exact(inside, own):
    return silhouette_samples(inside, own).sum() / n


inertia, seconds, found = [], {}, {}
clock = time.perf_counter
start = clock()
points = StandardScaler().fit_transform(table)
parts = {
    "kmeans": lambda: kmeans(points),
    "gmm": lambda: [GaussianMixture(k, random_state=0).fit_predict(points) for k in ks],
    "hierarchical": lambda: hierarchical(points),
    "dbscan": lambda: [DBSCAN(eps=body["dbscan_eps"], min_samples=body["dbscan_min_samples"], n_jobs=cores).fit_predict(points)],
}
labellings = {}
for part, fit in parts.items():
    since = clock()
    labellings[part] = fit()
    seconds[part] = clock() - since
n = len(points)
since = clock()
each_labelling(points, labellings, lambda *pair: (davies_bouldin_score(*pair), calinski_harabasz_score(*pair)))
seconds["scores"] = clock() - since
since = clock()
found = each_labelling(points, labellings, sampled)
seconds["silhouettes"] = clock() - since
total = clock() - start

# The same in full. Every row meets every row, so from a part of the customers the time grows with the square.
measured = n <= EXACT_UP_TO or "--exact" in sys.argv
rows = slice(None) if measured else np.random.default_rng(0).permutation(n)[:SAMPLE]
since = clock()
full = each_labelling(points[rows], {part: [labels[rows] for labels in every] for part, every in labellings.items()}, exact)
exact_seconds = (clock() - since) * (1 if measured else (n / SAMPLE) ** 2)
if measured:
    found = full

print(json.dumps({
    "n": len(points), "seconds": total, "parts": seconds,
    "exact": {"silhouettes": exact_seconds, "seconds": total - seconds["silhouettes"] + exact_seconds, "measured": measured},
    "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    "silhouettes": found, "inertia": inertia,
    "versions": {"scikit-learn": sklearn.__version__, "fastcluster": fastcluster.__version__, "numpy": np.__version__},
}))
