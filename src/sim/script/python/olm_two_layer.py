"""F(θ) = W₁ᵀw₂, θ = [W₁ (m × d), w₂ (m)]."""

import numpy as np


def weights(theta, d):
    W1, w2 = theta[: WIDTH * d].reshape(WIDTH, d), theta[WIDTH * d :]
    return w2 @ W1


def derivative(theta, d):
    """DF, d × p."""
    W1, w2 = theta[: WIDTH * d].reshape(WIDTH, d), theta[WIDTH * d :]
    return np.hstack([np.kron(w2, np.eye(d)), W1.T])


def planted(w):
    """θ* with F(θ*) = w, of the smallest norm."""
    root = np.sqrt(np.linalg.norm(w))
    theta = np.zeros(WIDTH * (len(w) + 1))
    theta[: len(w)] = w / root if root > 0 else 0
    theta[WIDTH * len(w)] = root
    return theta
