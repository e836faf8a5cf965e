"""F(θ) = u∘u − v∘v, θ = [u, v]."""

import numpy as np


def weights(theta, d):
    u, v = theta[:d], theta[d:]
    return u * u - v * v


def derivative(theta, d):
    """DF, d × p."""
    return np.hstack([np.diag(2 * theta[:d]), np.diag(-2 * theta[d:])])


def planted(w):
    """θ* with F(θ*) = w, of the smallest norm."""
    return np.sqrt(np.abs(np.concatenate([np.maximum(w, 0), np.minimum(w, 0)])))
