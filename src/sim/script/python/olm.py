"""Over-parametrized linear models f(x; θ) = F(θ)·x."""

import numpy as np


def outputs(theta, X):
    """f of every sample, n × 1."""
    return (X @ weights(theta, X.shape[1]))[:, None]


def pull(theta, X, u):
    """Jᵀu for u of n × 1."""
    return (X.T @ u[:, 0]) @ derivative(theta, X.shape[1])


def features(theta, X):
    """Z = XR with RRᵀ = M = DF·DFᵀ, so that ZZᵀ = XMXᵀ = JJᵀ."""
    DF = derivative(theta, X.shape[1])
    values, vectors = np.linalg.eigh(DF @ DF.T)
    return X @ (vectors * np.sqrt(np.maximum(values, 0)))


def jacobian(theta, X):
    """J, n × p."""
    return X @ derivative(theta, X.shape[1])
