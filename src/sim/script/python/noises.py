"""Synthetic noises: each of trace one, as a draw ξ and Tr(CG) of its covariance C, both times the trace that the arm has."""

import numpy as np
from philox import integers, normals


def isotropic_noise(J, g, gradient, arm, step, n, draws):
    """z/√p on the trained parameters."""
    return normals(SEED, 4 + draws, step, len(gradient)) * TRAINED / np.sqrt(PARAMETERS)


def diagonal_noise(J, g, gradient, arm, step, n, draws):
    """√(diag Σ/Tr Σ)∘z."""
    variance = np.maximum(0, (g * g).mean(axis=0) - gradient**2)
    return np.sqrt(variance / trace_of_sigma(g, gradient)) * normals(SEED, 4 + draws, step, len(gradient))


def gaussian_noise(J, g, gradient, arm, step, n, draws):
    """Σ_i z_i (g_i − ∇L)/√(n Tr Σ)."""
    z = normals(SEED, 4 + draws, step, n)
    return (z - z.mean()) @ g / np.sqrt(n * trace_of_sigma(g, gradient))


def g_shaped_noise(J, g, gradient, arm, step, n, draws):
    """Jᵀz/√(n Tr G)."""
    return normals(SEED, 4 + draws, step, len(J)) @ J / np.linalg.norm(J)


def label_noise(J, g, gradient, arm, step, n, draws):
    """Signs ±1 in place of residuals on B samples drawn with replacement, Σ_b ε_b J_b/√(B Tr G)."""
    B, C = batch_size(arm, step, n), len(J) // n
    samples = integers(SEED, 3 + draws, step, np.full(B, n))
    signs = 2 * integers(SEED, 4 + draws, step, np.full(B * C, 2)).reshape(B, C) - 1
    chosen = J.reshape(n, C, -1)[samples]
    return np.einsum("bc,bcp->p", signs, chosen) / np.sqrt(B * (J * J).sum() / n)


def top_eigenvector_noise(J, g, gradient, arm, step, n, draws):
    """z·v_1, v_1 the top eigenvector of G, which does not depend on θ; its sign is that of the exported run."""
    return normals(SEED, 4 + draws, step, 1)[0] * top_eigenvector()


def trace_of_sigma(g, gradient):
    """Tr Σ = Tr Σ₁ − ‖∇L‖²; zero where only rounding is left."""
    first = (g * g).sum() / len(g)
    rest = first - gradient @ gradient
    return rest if rest > 1e-13 * first else 0


def noise_trace(arm, step, n, trace_sigma):
    """Tr Cov ξ: what the arm fixes for the weights, over η², or that of the minibatches it stands for."""
    if arm["trace"] > 0:
        return arm["trace"] / learning_rate(arm, step) ** 2
    return trace_sigma * sigma_share(arm, step, n)


def noisy_gradient(theta, arm, step):
    """The full gradient and the noise of the arm's own."""
    n = len(X)
    r = LOSS(outputs(theta, X), Y)[1]
    if arm["noise"] == "none":
        return pull(theta, X, r) / n
    J = jacobian(theta, X)
    g = np.einsum("ic,icp->ip", r, J.reshape(n, r.shape[1], -1))
    gradient = g.mean(axis=0)
    trace = noise_trace(arm, step, n, trace_of_sigma(g, gradient))
    if trace == 0:
        return gradient
    return gradient + np.sqrt(trace) * NOISES[arm["noise"]](J, g, gradient, arm, step, n, 65536 * arm["draws"])


def noise_acting(row, drift, theta, arm, step, n):
    """Tr(CG) of the covariance C of what an arm's own noise adds to the gradient, and the μ that acts."""
    if arm.get("noise", "minibatch") == "minibatch":
        return minibatch_noise(row, drift, theta, arm, step, n)
    if arm["noise"] == "none":
        return 0, 0
    trace_sigma, share = drift[3], sigma_share(arm, step, n)
    trace = noise_trace(arm, step, n, trace_sigma)
    against = trace * AGAINST_G[arm["noise"]](row, drift, theta)
    return against, against / share / (2 * row["loss"] * row["frob_G"] ** 2)


def against_isotropic(row, drift, theta):
    return row["trace_G"] / PARAMETERS


def against_sigma(row, drift, theta):
    return drift[2] / drift[3]


def against_g(row, drift, theta):
    return row["frob_G"] ** 2 / row["trace_G"]


def against_top(row, drift, theta):
    return row["lambda"][0]


def against_diagonal(row, drift, theta):
    J = jacobian(theta, X)
    r = LOSS(outputs(theta, X), Y)[1]
    g = np.einsum("ic,icp->ip", r, J.reshape(len(X), r.shape[1], -1))
    variance = np.maximum(0, (g * g).mean(axis=0) - g.mean(axis=0) ** 2)
    return variance @ (J * J).sum(axis=0) / len(X) / drift[3]


def top_eigenvector():
    """v_1 of G = XᵀX/n with the sign that it had in the exported run."""
    v = np.linalg.eigh(X.T @ X)[1][:, -1]
    return TOP_SIGN * np.sign(v[np.abs(v).argmax()]) * v
