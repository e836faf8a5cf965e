import base64
import zlib

import numpy as np
from philox import draw_without, normals


def isotropic(d, scale):
    return np.full(d, scale)


def power_law(d, scale, exponent):
    return scale * np.arange(1.0, d + 1) ** -exponent


def exponential(d, scale, decay):
    return scale * np.exp(-decay * np.arange(d))


def two_level(d, scale, spikes, ratio):
    return np.where(np.arange(d) < spikes, scale, scale * ratio)


def explicit(d, values):
    """The values given, the last of them repeated, from the largest on."""
    return np.sort([float(values[min(k, len(values) - 1)]) for k in range(d)])[::-1]


def linear_weights(seed, d, nonzero):
    """w* of a linear teacher: N(0, 1/nonzero) on so many entries chosen at random, zero elsewhere."""
    w = normals(seed, 1, 0, d)
    kept = draw_without(seed, 1, 1, d, nonzero) if nonzero < d else np.arange(d)
    teacher = np.zeros(d)
    teacher[kept] = w[kept] / np.sqrt(nonzero)
    return teacher


def teacher_units(seed, d, count):
    """b_1, b_2, … ~ N(0, I/d), count × d."""
    return normals(seed, 1, 2, count * d).reshape(count, d) / np.sqrt(d)


def tanh_units(X, seed, units, spectrum):
    """Σ_j (−1)^j tanh(b_j·x)."""
    return np.tanh(X @ teacher_units(seed, X.shape[1], units).T) @ (-1.0) ** np.arange(units)


def relu_units(X, seed, units, spectrum):
    """√(2/k) Σ_j (−1)^j max(0, b_j·x)."""
    hidden = np.maximum(0, X @ teacher_units(seed, X.shape[1], units).T)
    return np.sqrt(2 / units) * (hidden @ (-1.0) ** np.arange(units))


def projections(X, seed, count, spectrum):
    """z_j = u_j·x with u_iᵀSu_j = 1 if i = j, else 0 (Gram–Schmidt, twice over), n × count."""
    found = []
    for u in teacher_units(seed, X.shape[1], count):
        for v in found + found:
            u = u - (u @ (spectrum * v)) * v
        found.append(u / np.sqrt(u @ (spectrum * u)))
    return X @ np.array(found).T


def single_index(X, seed, units, spectrum):
    """(z + (z² − 1)/√2)/√2 of one projection z."""
    z = projections(X, seed, 1, spectrum)[:, 0]
    return (z + (z * z - 1) / np.sqrt(2)) / np.sqrt(2)


def multi_index(X, seed, units, spectrum):
    """(z_1 + z_1z_2 + z_2z_3 + …)/√k: a staircase of k projections."""
    z = projections(X, seed, units, spectrum)
    return (z[:, 0] + (z[:, 1:] * z[:, :-1]).sum(axis=1)) / np.sqrt(units)


def drawn_inputs(seed, stream, n, spectrum):
    """n inputs x ~ N(0, diag(spectrum))."""
    return normals(seed, stream, 0, n * len(spectrum)).reshape(n, -1) * np.sqrt(spectrum)


def unpacked(text, shape):
    """An array of float64 that this file carries: deflated, in base64."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<f8").reshape(shape).copy()
