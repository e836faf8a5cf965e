import numpy as np
from statistics import NormalDist

MASK = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def philox(seed, stream, step, index):
    """Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC'11): four words of 32 bits for every index, len(index) × 4."""
    c0 = np.asarray(index, dtype=np.uint64)
    c1, c2, c3 = (np.full_like(c0, word) for word in (step % 2**32, step // 2**32, stream))
    k0, k1 = seed, 0
    for _ in range(10):
        p, q = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1 = (q >> HALF) ^ c1 ^ np.uint64(k0), q & MASK
        c2, c3 = (p >> HALF) ^ c3 ^ np.uint64(k1), p & MASK
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return np.stack([c0, c1, c2, c3], axis=-1)


def normals(seed, stream, step, count):
    """Standard normal deviates by inversion: two words make 52 bits of a number in (0, 1)."""
    words = philox(seed, stream, step, np.arange((count + 1) // 2)).reshape(-1, 2)[:count] >> np.uint64(6)
    unit = (words[:, 0].astype(float) * 2**26 + words[:, 1].astype(float) + 0.5) / 2**52
    quantile = NormalDist().inv_cdf
    return np.array([quantile(u) for u in unit.tolist()])


def integers(seed, stream, step, bounds):
    """Entry j is uniform on 0 … bounds[j] − 1 (Lemire's method); a rejected word is drawn anew from another stream."""
    bounds = np.asarray(bounds, dtype=np.uint64)
    words = philox(seed, stream, step, np.arange((len(bounds) + 3) // 4)).ravel()[: len(bounds)]
    threshold = np.uint64(2**32) % bounds
    attempt = 0
    while True:
        rejected = np.flatnonzero(((words * bounds) & MASK) < threshold)
        if len(rejected) == 0:
            return ((words * bounds) >> HALF).astype(np.int64)
        attempt += 1
        words[rejected] = philox(seed, stream + 256 * attempt, step, rejected)[:, 0]


def draw_without(seed, stream, step, n, count):
    """`count` of n without replacement, by exchanges; a permutation where count = n."""
    order = np.arange(n)
    for j, ahead in enumerate(integers(seed, stream, step, n - np.arange(count))):
        order[[j, j + ahead]] = order[[j + ahead, j]]
    return order[:count]
