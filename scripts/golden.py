#!/usr/bin/python3
"""Golden numbers: what scikit-learn, SciPy, fastcluster and R find, for tests to compare with.

usage: scripts/golden.py [--check] [NAME ...]     NAME: scores kmeans hierarchy dbscan mixture agreement large; all without one
       scripts/golden.py --retail ORDER_LINES     builds data/retail.csv from the UCI Online Retail log (CSV, gzip)

Writes packages/engine/test/golden/NAME.json. --check writes nothing: it makes the numbers again and exits 1 where the
stored ones differ (labels and structure exactly, numbers by more than 1e-9 of their size).
Needs Debian 12's python3-sklearn, python3-fastcluster, r-base-core and r-cran-cluster. The file formats are described
in packages/engine/test/golden/README.md.
"""
import csv
import datetime
import gzip
import json
import os
import platform
import subprocess
import sys
import warnings
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # sums in one order, so the same bits come out every time

import fastcluster
import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import DBSCAN, KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, davies_bouldin_score, silhouette_samples
from sklearn.mixture import GaussianMixture

warnings.simplefilter("ignore", ConvergenceWarning)
ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "packages/engine/test/golden"
ASIDES = {"label", "label_alt1", "Channel", "Region", "customer_id"}
RFM = ["recency_days", "visit_frequency", "purchase_total"]
SCALES = {
    "raw": lambda x: x,
    "zscores": lambda x: (x - x.mean(0)) / x.std(0),
    "log": np.log,
    "log1p zscores": lambda x: SCALES["zscores"](np.log1p(x)),
}


# --- inputs: a named data set on a named scale, or points stored in the file -----------------------------------------

def given(dataset, scale="raw", columns=None):
    made = {"dataset": dataset, "scale": scale}
    return made | ({"columns": columns} if columns else {})


def stored(points, digits=6):
    return {"points": np.round(points, digits).tolist()}


def table(dataset):
    path = ROOT / "examples/online-retail/customers.csv" if dataset == "onlineRetail" else GOLDEN / f"data/{dataset}.csv"
    header, *lines = path.read_text().strip().split("\n")
    return header.split(","), np.array([[float(cell) for cell in line.split(",")] for line in lines])


def points_of(source):
    if "points" in source:
        return np.array(source["points"], float)
    if "drawn" in source:
        return drawn(**source["drawn"])[0]
    names, values = table(source["dataset"])
    wanted = source.get("columns") or [name for name in names if name not in ASIDES]
    return SCALES[source["scale"]](values[:, [names.index(name) for name in wanted]])


def reference(dataset):
    names, values = table(dataset)
    return by_first_row(values[:, names.index("Channel" if dataset == "wholesale" else "label")].astype(int))


def blobs(seed, sizes, cols, spread=0.6):
    random = np.random.default_rng(seed)
    return np.vstack([random.normal(random.uniform(-5, 5, cols), spread, (size, cols)) for size in sizes])


def by_first_row(labels):
    """Numbers the groups 0, 1, ... in the order their first rows come; noise (-1) stays."""
    numbers = {-1: -1}
    return [numbers.setdefault(int(label), len(numbers) - 1) for label in labels]


# --- scores ----------------------------------------------------------------------------------------------------------

def scores():
    random = np.random.default_rng(1)
    rows = lambda *values: {"points": [list(map(float, value)) for value in values]}
    forty = rows(*[(0, 0), (1, 1)] * 5, *[(3, 3), (4, 4)] * 5, *[(0, 4), (1, 3)] * 5, *[(3, 1), (4, 0)] * 5)
    elki = rows((3, 2), (2, 5), (7, 9), (2, 7), (1, 8), (2, 9), (2, 8), (3, 9), (6, 2), (7, 1), (7, 3), (7, 2), (8, 3),
                (9, 2), (8, 2), (8, 1), (10, 10), (10, 11), (11, 10), (11, 11))
    noisy = stored(blobs(3, [40, 30, 20], 3))
    noise = by_first_row(np.where(random.random(90) < 0.15, -1, np.repeat([0, 1, 2], [40, 30, 20])))
    cases = [
        ("iris, its species", given("iris"), reference("iris")),
        ("wine, its cultivars, z-scores", given("wine", "zscores"), reference("wine")),
        ("hepta, its groups", given("hepta"), reference("hepta")),
        ("target, its groups: a ring and four groups of 3", given("target"), reference("target")),
        ("wholesale, channels, logarithms", given("wholesale", "log"), reference("wholesale")),
        ("s1, its groups", given("s1"), reference("s1")),
        ("forty points, four groups", forty, [0] * 10 + [1] * 10 + [2] * 10 + [3] * 10),
        ("twenty points, noise as one group", elki, [0, 0, 0] + [1] * 5 + [2] * 8 + [3] * 4),
        ("twenty points, noise as groups of one", elki, [0, 1, 2] + [3] * 5 + [4] * 8 + [5] * 4),
        ("twenty points, noise left out", elki, [-1, -1, -1] + [0] * 5 + [1] * 8 + [2] * 4),
        ("one column", {"points": [[v] for v in [0.0, 1.0, 2.0, 10.0, 11.0, 13.0, 40.0]]}, [0, 0, 0, 1, 1, 1, 2]),
        ("duplicates in every group", stored(np.repeat(blobs(2, [6, 6], 2), 5, axis=0)), [0] * 30 + [1] * 30),
        ("groups that share a point", rows((0, 0), (1, 1), (1, 1), (2, 2), (9, 9)), [0, 0, 1, 1, 1]),
        ("two groups of equal points", rows((0, 0), (0, 0), (3, 4), (3, 4)), [0, 0, 1, 1]),
        ("all points equal", rows(*[(1, 1)] * 6), [0, 0, 0, 1, 1, 1]),
        ("group means equal", rows((-1, -1), (1, 1), (-2, 2), (2, -2)), [0, 0, 1, 1]),
        ("bad labels: random", stored(random.normal(0, 1, (60, 4))), by_first_row(random.integers(0, 4, 60))),
        ("noise among three groups", noisy, noise),
        ("far from zero: 1e6 + small", {"points": (1e6 + np.round(blobs(5, [25, 25], 2), 4)).tolist()}, [0] * 25 + [1] * 25),
    ]
    check_with_r(points_of(given("iris")), reference("iris"))
    return [score_case(*case) for case in cases]


def score_case(name, source, labels):
    points, labels = points_of(source), np.array(labels)
    kept = labels >= 0
    samples = np.zeros(len(labels))
    samples[kept] = silhouette_samples(points[kept], labels[kept])
    return {
        "name": name, "input": source, "labels": labels.tolist(),
        "samples": samples.tolist() if len(labels) <= 800 else None,
        "silhouette": samples.mean(),
        "daviesBouldin": davies_bouldin_score(points[kept], labels[kept]),
        "calinskiHarabasz": calinski_harabasz_score(points[kept], labels[kept]),
    }


def check_with_r(points, labels):
    """R's cluster::silhouette must say the same; where two tools differ, neither is a reference."""
    said = ask_r("library(cluster); k <- as.integer(x[, ncol(x)]); s <- silhouette(k, dist(x[, -ncol(x)]))[, 3]",
                 np.column_stack([points, np.array(labels) + 1]))
    np.testing.assert_allclose(said, silhouette_samples(points, labels), atol=1e-12)


def ask_r(code, points):
    """Runs R code over the matrix x and returns the numbers it leaves in s."""
    text = f"x <- as.matrix(read.csv('stdin', header = FALSE)); {code}; cat(sprintf('%.17g', s))"
    rows = "\n".join(",".join(map(repr, row)) for row in points.tolist())
    said = subprocess.run(["Rscript", "-e", text], input=rows, capture_output=True, text=True, check=True).stdout
    return np.array(said.split(), float)


# --- k-means: the lowest inertia of many starts ----------------------------------------------------------------------

def kmeans():
    retail = given("onlineRetail", "log1p zscores", RFM)
    asked = [("iris", given("iris"), k, 200) for k in range(2, 7)]
    asked += [("iris, z-scores", given("iris", "zscores"), 3, 200)]
    asked += [("wine", given("wine"), 3, 200), ("wine, z-scores", given("wine", "zscores"), 3, 200)]
    asked += [("hepta", given("hepta"), 7, 100), ("target", given("target"), 6, 100)]
    asked += [("s1", given("s1"), 15, 30), ("unbalance", given("unbalance"), 8, 30)]
    asked += [("wholesale", given("wholesale"), 3, 200)]
    asked += [("wholesale, logarithms", given("wholesale", "log"), k, 200) for k in (2, 3)]
    asked += [("online retail, log1p z-scores", retail, k, 30) for k in range(2, 6)]
    asked += [("online retail with cancellations, z-scores", given("retail", "zscores"), k, 30) for k in range(2, 8)]
    return [kmeans_case(*each) for each in asked]


def kmeans_case(name, source, k, starts):
    points = points_of(source)
    fit = KMeans(k, n_init=starts, max_iter=1000, tol=0, random_state=0).fit(points)
    labels = by_first_row(fit.labels_)
    known = source["dataset"] if source["dataset"] not in ("onlineRetail", "retail") else None
    return {
        "name": f"{name}, k = {k}", "input": source, "k": k, "starts": starts, "inertia": fit.inertia_,
        "sizes": np.bincount(labels).tolist(), "labels": labels,
        "silhouette": silhouette_samples(points, labels).mean(),
        "daviesBouldin": davies_bouldin_score(points, labels), "calinskiHarabasz": calinski_harabasz_score(points, labels),
        "adjustedRandToReference": adjusted_rand_score(reference(known), labels) if known else None,
    }


# --- merge trees -----------------------------------------------------------------------------------------------------

def hierarchy():
    random = np.random.default_rng(4)
    cases = [tree_case("iris", given("iris"), method) for method in METHODS]
    cases += [tree_case("wholesale, logarithms", given("wholesale", "log"), method) for method in METHODS]
    clouds = [("50 x 2", random.normal(0, 1, (50, 2))), ("60 x 1", random.exponential(1, (60, 1))),
              ("200 x 3, four blobs", blobs(7, [80, 60, 40, 20], 3)), ("500 x 6", random.lognormal(0, 0.7, (500, 6)))]
    for name, points in clouds:
        cases += [tree_case(name, stored(points), method) for method in METHODS]
    arrests = {"points": ask_r("s <- t(USArrests)", np.zeros((1, 1))).reshape(50, 4).tolist()}
    cases += [tree_case("USArrests", arrests, method) for method in METHODS]
    big = stored(np.vstack([blobs(9, [700, 500, 300], 4), random.lognormal(0, 1, (500, 4))]), 5)
    return cases + [tree_case("2,000 x 4", big, "ward", fastcluster.linkage_vector)]


METHODS = ["ward", "average", "complete", "single"]
R_METHODS = {"ward": "ward.D2"}


def tree_case(name, source, method, link=linkage):
    points = points_of(source)
    tree = link(points, method)
    if source.get("dataset") == "wholesale":  # no equal distances, so R's tree must have the same heights
        said = ask_r(f"s <- hclust(dist(x), '{R_METHODS.get(method, method)}')$height", points)
        np.testing.assert_allclose(said, tree[:, 2], rtol=1e-12)
    heights, cuts = tree[:, 2], {k: cut(tree, k) for k in range(1, 11)}
    # Where distances tie, a tree may depend on the order of rows. Keep only what no order changes.
    steady, agreed = len(heights), set(cuts)
    for seed in range(6):
        order = np.random.default_rng(seed).permutation(len(points))
        other = link(points[order], method)
        differs = np.nonzero(~np.isclose(other[:, 2], heights, rtol=1e-9, atol=1e-12))[0]
        steady = min(steady, len(heights) - 1 - (differs.max() if len(differs) else -1))
        back = np.argsort(order)
        agreed -= {k for k in agreed if by_first_row(np.array(cut(other, k))[back]) != cuts[k]}
    return {
        "name": f"{method}, {name}", "input": source, "linkage": method, "steps": len(heights),
        "lastHeights": heights[len(heights) - steady:].tolist(),
        "cuts": {str(k): cuts[k] for k in sorted(agreed) if len(points) <= 500 or k in (2, 3, 5, 10)},
    }


def cut(tree, k):
    """The partition after all merges but the last k - 1, groups numbered by their first row."""
    n = len(tree) + 1
    owner = list(range(2 * n - 1))
    for step in range(n - 2, n - 1 - k, -1):
        owner[n + step] = -1
    for step in range(n - 2, -1, -1):
        for child in (int(tree[step, 0]), int(tree[step, 1])):
            owner[child] = child if owner[n + step] == -1 else owner[n + step]
            if owner[n + step] == -1 and child >= n and child - n > n - 1 - k:
                owner[child] = -1
    return by_first_row(owner[:n])


# --- DBSCAN ----------------------------------------------------------------------------------------------------------

def dbscan():
    random = np.random.default_rng(6)
    line = {"points": [[v] for v in [0.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0]]}
    lattice = {"points": [[float(x), float(y)] for x in range(8) for y in range(8) if (x, y) not in {(3, 3), (4, 3)}]}
    shared = {"points": [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 1.0], [-1.0, 0.0], [-2.0, 0.0], [-1.0, 1.0]]}
    copies = stored(np.repeat(blobs(8, [10, 10], 2), 4, axis=0))
    gauss = stored(random.normal(0, 1, (400, 6)), 4)
    three = stored(np.vstack([blobs(11, [120, 80, 40], 2, 0.4), random.uniform(-7, 7, (60, 2))]), 4)
    retail = given("onlineRetail", "log1p zscores", RFM)
    asked = [("seven points on a line", line, 1, m) for m in (1, 2, 3, 4)]
    asked += [("a lattice with a gap, distance = eps", lattice, 1, m) for m in (3, 4, 5, 6)]
    asked += [("a border point between two groups goes to the group found first", shared, 1, 4)]
    asked += [("four copies of every point", copies, 0.5, 6), ("a crowd in six columns", gauss, 1.2, 5)]
    asked += [("three blobs in noise", three, eps, 5) for eps in (0.2, 0.4, 0.8, 3)]
    asked += [("iris", given("iris"), 0.4, 4), ("iris", given("iris"), 0.6, 5), ("target", given("target"), 0.5, 3)]
    asked += [("s1", given("s1"), 22000, 20), ("wholesale, logarithms", given("wholesale", "log"), 1.5, 8)]
    asked += [("online retail, log1p z-scores", retail, eps, 5) for eps in (0.2, 0.4)]
    return [dbscan_case(*each) for each in asked]


def dbscan_case(name, source, eps, samples):
    points = points_of(source)
    fits = [DBSCAN(eps=eps, min_samples=samples, algorithm=how).fit(points) for how in ("kd_tree", "brute")]
    assert (fits[0].labels_ == fits[1].labels_).all(), name  # a distance within rounding of eps is no reference
    core = np.zeros(len(points), int)
    core[fits[0].core_sample_indices_] = 1
    return {"name": f"{name}, eps {eps}, minSamples {samples}", "input": source, "eps": eps, "minSamples": samples,
            "labels": fits[0].labels_.tolist(), "core": core.tolist()}


# --- Gaussian mixtures -----------------------------------------------------------------------------------------------

def mixture():
    rounds = stored(blobs(12, [150, 100, 50], 3, 0.7))
    retail = given("onlineRetail", "log1p zscores", RFM)
    asked = [("iris", given("iris"), k) for k in (1, 2, 3)] + [("three blobs", rounds, k) for k in (1, 2, 3)]
    asked += [("wholesale, logarithms", given("wholesale", "log"), k) for k in (2, 3)]
    asked += [("online retail, log1p z-scores", retail, 2)]  # with 3, one collapses on customers of one visit
    geyser = {"points": ask_r("s <- t(faithful)", np.zeros((1, 1))).reshape(272, 2).tolist()}
    asked += [("Old Faithful", geyser, 2)]
    return [mixture_case(*each) for each in asked]


def mixture_case(name, source, k):
    points = points_of(source)
    figures = lambda fit: {"logLikelihood": fit.score(points) * len(points), "bic": fit.bic(points),
                           "aic": fit.aic(points), "converged": bool(fit.converged_)}
    usual = GaussianMixture(k, random_state=0, n_init=1, max_iter=1000).fit(points)
    best = max((GaussianMixture(k, random_state=seed, n_init=5, tol=1e-6, max_iter=5000, init_params=how).fit(points)
                for how in ("kmeans", "k-means++") for seed in range(2)), key=lambda fit: fit.lower_bound_)
    labels = best.predict(points)
    component = dict(zip(by_first_row(labels), labels))
    order = [component[group] for group in range(k)]
    return {
        "name": f"{name}, k = {k}", "input": source, "k": k, "regCovar": 1e-6,
        "usual": {"tol": 1e-3, "starts": 1} | figures(usual), "best": {"tol": 1e-6, "starts": 20} | figures(best) | {
            "weights": best.weights_[order].tolist(), "means": best.means_[order].tolist(),
            "covariances": best.covariances_[order].tolist(), "sizes": np.bincount(labels)[order].tolist()},
    }


# --- agreement -------------------------------------------------------------------------------------------------------

def agreement():
    random = np.random.default_rng(13)
    elki = ([1] * 6 + [2] * 6 + [3] * 5, [1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 3, 1, 3, 3, 3, 2, 2])
    drawn = [tuple(random.integers(0, k, 80).tolist() for k in ks) for ks in ((2, 2), (3, 5), (10, 4))]
    near = random.integers(0, 4, 120)
    bent = np.where(random.random(120) < 0.2, (near + 1) % 4, near)
    cases = [("seventeen, three groups each", *elki), ("equal", [0, 0, 1, 1, 2], [0, 0, 1, 1, 2]),
             ("equal but for names", [0, 0, 1, 1, 2], [2, 2, 0, 0, 1]), ("one group each", [0] * 6, [0] * 6),
             ("groups of one each", list(range(6)), list(range(6))), ("one group against groups of one", [0] * 6, list(range(6))),
             ("one group against two", [0] * 6, [0, 0, 0, 1, 1, 1]), ("worse than chance", [0, 0, 1, 1], [0, 1, 0, 1]),
             ("a fifth moved", near.tolist(), bent.tolist()), ("noise as a group of its own", [-1, 0, 0, 1, 1, -1], [0, 0, 0, 1, 1, 1])]
    cases += [(f"drawn apart {i}", *pair) for i, pair in enumerate(drawn)]
    return [{"name": name, "a": a, "b": b, "adjustedRand": adjusted_rand_score(a, b)} for name, a, b in cases]


# --- many rows: drawn on both sides from a seed, so that only what was found is stored -------------------------------

def uniform(seed, at):
    x = np.asarray(at, np.uint32) + np.uint32(seed * 0x9E3779B9 % 2**32)
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x735A2D97)
    return (x ^ (x >> np.uint32(15))) / 2.0**32


def drawn(rows, seed):
    """The same bits as test/support/drawn.ts."""
    first = np.arange(rows) * 32
    groups = np.floor(10 * uniform(seed, first) ** 2).astype(int)
    points = np.empty((rows, 6))
    for c in range(6):
        z = (sum(uniform(seed, first + 1 + 4 * c + part) for part in range(4)) - 2) * 1.75
        centre = 8 * uniform(seed, 2**31 + groups * 8 + c) - 4
        points[:, c] = z * z * z if c == 5 else centre + (0.25 + groups / 16) * z
    return points, groups


def drawn_labellings(points, groups):
    rows, ks = np.arange(len(points)), range(2, 11)
    nearest = lambda k: ((points[:, None] - points[None, :k]) ** 2).sum(2).argmin(1)
    return ([nearest(k) for k in ks] + [groups % k for k in ks] + [rows * k // len(points) for k in ks]
            + [np.where(rows % 12 == 0, -1, groups)])


def hash_of(labels):
    """FNV-1a over 32-bit words."""
    made = 0x811C9DC5
    for label in labels.tolist():
        made = (made ^ (label & 0xFFFFFFFF)) * 0x01000193 & 0xFFFFFFFF
    return made


def large():
    return [large_ward(2_000, 1), large_ward(20_000, 2), large_dbscan(100_000, 3), large_silhouettes(5_000, 4)]


def large_case(what, rows, seed):
    points, groups = drawn(rows, seed)
    head = {"name": f"{what} of {rows:,} rows", "what": what, "input": {"drawn": {"rows": rows, "seed": seed}},
            "checksum": points.sum(0).tolist()}
    return head, points, groups


def large_ward(rows, seed):
    head, points, _ = large_case("Ward heights", rows, seed)
    heights = fastcluster.linkage_vector(points, "ward")[:, 2]
    return head | {"last": heights[-200:].tolist(), "sum": heights.sum(),
                   "quantiles": [heights[len(heights) * q // 64] for q in range(64)]}


def large_dbscan(rows, seed, eps=0.35, samples=5):
    head, points, _ = large_case("DBSCAN", rows, seed)
    fits = [DBSCAN(eps=eps * nudge, min_samples=samples).fit(points) for nudge in (1, 1 - 1e-12, 1 + 1e-12)]
    assert all((fits[0].labels_ == fit.labels_).all() for fit in fits)  # else rounding would decide
    labels = fits[0].labels_
    return head | {"eps": eps, "minSamples": samples, "clusters": int(labels.max()) + 1, "noise": int((labels < 0).sum()),
                   "core": len(fits[0].core_sample_indices_), "sizes": np.bincount(labels[labels >= 0])[:20].tolist(),
                   "hash": hash_of(labels)}


def large_silhouettes(rows, seed):
    head, points, groups = large_case("silhouettes", rows, seed)
    labellings = drawn_labellings(points, groups)
    widths = [silhouette_samples(points[labels >= 0], labels[labels >= 0]) for labels in labellings]
    return head | {"means": [each.sum() / rows for each in widths], "hashes": [hash_of(labels) for labels in labellings]}


# --- a data set ------------------------------------------------------------------------------------------------------

def build_retail(path):
    """Amount, order lines and recency by customer, cancellations included, without the far ends of each in turn."""
    lines, last = {}, None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as log:
        for line in csv.DictReader(log):
            if line["CustomerID"]:
                moment = datetime.datetime.fromisoformat(line["InvoiceDate"])
                last = moment if last is None else max(last, moment)
                amount = int(line["Quantity"]) * float(line["UnitPrice"])
                lines.setdefault(line["CustomerID"], []).append((amount, moment))
    rows = np.array([[round(sum(amount for amount, _ in own), 3), (last - max(at for _, at in own)).days, len(own)]
                     for _, own in sorted(lines.items())])
    for column in range(3):
        low, high = np.quantile(rows[:, column], [0.05, 0.95])
        inside = (rows[:, column] >= low - 1.5 * (high - low)) & (rows[:, column] <= high + 1.5 * (high - low))
        rows = rows[inside]
    text = "\n".join(f"{amount:.3f}".rstrip("0").rstrip(".") + f",{days:.0f},{count:.0f}" for amount, days, count in rows)
    (GOLDEN / "data/retail.csv").write_text(f"amount,recency_days,order_lines\n{text}\n")
    print(f"data/retail.csv: {len(rows)} customers")


# --- files -----------------------------------------------------------------------------------------------------------

MAKERS = {
    "scores": (scores, "silhouette_samples, davies_bouldin_score, calinski_harabasz_score of scikit-learn over the rows "
               "that are not noise (label -1); noise rows have silhouette 0 and count in the mean; iris agrees with R's cluster::silhouette"),
    "kmeans": (kmeans, "scikit-learn KMeans(tol=0, max_iter=1000, random_state=0): the lowest inertia of `starts` k-means++ starts"),
    "hierarchy": (hierarchy, "scipy linkage; fastcluster.linkage_vector for 2,000 rows; kept: what six shuffles of the rows leave unchanged; "
                  "wholesale agrees with R's hclust (ward.D2)"),
    "dbscan": (dbscan, "scikit-learn DBSCAN; kd_tree and brute agree"),
    "mixture": (mixture, "scikit-learn GaussianMixture, full covariance: `usual` is its default fit, `best` the highest likelihood of 20 starts"),
    "agreement": (agreement, "scikit-learn adjusted_rand_score"),
    "large": (large, "fastcluster.linkage_vector; scikit-learn DBSCAN and silhouette_samples; rows drawn as in test/support/drawn.ts"),
}


def versions():
    r = subprocess.run(["Rscript", "-e", "cat(paste(R.version$major, R.version$minor, sep='.'), as.character(packageVersion('cluster')))"],
                       capture_output=True, text=True, check=True).stdout.split()
    return {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__, "fastcluster": fastcluster.__version__, "R": r[0], "R cluster": r[1]}


def plain(value):
    return json.loads(json.dumps(value, default=lambda number: number.item()))


def same(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return bool(np.isclose(a, b, rtol=1e-9, atol=1e-12))
    return a == b


def main(arguments):
    if arguments[:1] == ["--retail"]:
        return build_retail(arguments[1])
    check, names = "--check" in arguments, [name for name in arguments if name != "--check"] or list(MAKERS)
    tools, differing = versions(), []
    for name in names:
        make, how = MAKERS[name]
        path, cases = GOLDEN / f"{name}.json", plain(make())
        if check and not same(cases, json.loads(path.read_text())["cases"]):
            differing.append(name)
        if not check:
            lines = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases)
            head = json.dumps({"script": "scripts/golden.py", "how": how, "tools": tools})
            path.write_text(f'{{"made":{head},\n"cases":[\n{lines}\n]}}\n')
        print(f"{name}: {len(cases)} cases {'compared' if check else 'written'}")
    if differing:
        sys.exit(f"differ from the stored numbers: {', '.join(differing)}")


main(sys.argv[1:])
