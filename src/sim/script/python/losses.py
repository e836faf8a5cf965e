import numpy as np


def squared(f, Y):
    """Losses ½‖f − y‖², and residuals r = f − y."""
    r = f - Y
    return 0.5 * (r * r).sum(axis=1), r


def squared_root(f, Z):
    """F z for each sample and column of Z (n × C × s)."""
    return Z


def cross_entropy(f, Y):
    """Losses −Σ y log softmax(f), residuals softmax(f) − y; for one-hot y from sums of positive terms."""
    top = f.max(axis=1, keepdims=True)
    e = np.exp(f - top)
    total = e.sum(axis=1, keepdims=True)
    first = np.arange(f.shape[1]) == f.argmax(axis=1)[:, None]
    others = np.where(first, 0, e).sum(axis=1)
    losses = np.log1p(others) + (Y * (top - f)).sum(axis=1)
    rest = np.stack([np.delete(e, c, axis=1).sum(axis=1) for c in range(f.shape[1])], axis=1)
    return losses, np.where(Y == 1, -rest / total, e / total - Y)


def cross_entropy_root(f, Z):
    """F z for each sample and column of Z (n × C × s), FᵀF = S = diag(p) − ppᵀ."""
    e = np.exp(f - f.max(axis=1, keepdims=True))
    p = (e / e.sum(axis=1, keepdims=True))[:, :, None]
    return np.sqrt(p) * (Z - (p * Z).sum(axis=1, keepdims=True))
