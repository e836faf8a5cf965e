import numpy as np


def sigma_share(arm, step, n):
    """What minibatches make of Σ: 1/B, without replacement times (n − B)/(n − 1); 0 for full gradients."""
    if "B" not in arm:
        return 0
    B = batch_size(arm, step, n)
    return (1 if arm["sampling"] == "with-replacement" else (n - B) / max(1, n - 1)) / B


def equal_groups(values):
    """Slices of directions whose eigenvalues agree to 1e-8 of the largest: single ones of them depend on the basis."""
    borders = [0, *(k for k in range(1, len(values)) if values[k - 1] - values[k] > 1e-8 * values[0]), len(values)]
    return [slice(first, last) for first, last in zip(borders, borders[1:])]


def group_means(values, groups):
    return np.concatenate([np.full(g.stop - g.start, values[g].mean()) for g in groups])


def metrics(theta, X, Y, p, k, centred, rank_of):
    """What THEORY.md defines, by its definitions: G and Σ as matrices, in the coordinates of Z, where ZZᵀ = JJᵀ."""
    n, C = Y.shape
    f = outputs(theta, X)
    losses, r = LOSS(f, Y)
    L = losses.mean()
    Z = features(theta, X).reshape(n, C, -1)
    g = np.einsum("ic,ics->is", r, Z)
    gradient = g.mean(axis=0)
    root = ROOT(f, Z).reshape(n * C, -1)
    G = root.T @ root / n
    Sigma1 = g.T @ g / n
    centre = np.outer(gradient, gradient)
    Sigma = Sigma1 - centre if centred else Sigma1

    trace_G, frob_G, trace_sigma = np.trace(G), np.linalg.norm(G), np.trace(Sigma)
    frob_sigma = np.linalg.norm(Sigma)
    if frob_sigma**2 <= 1e-13 * (Sigma1 * Sigma1).sum():
        frob_sigma = 0
    tr_sigma_G = (Sigma * G).sum()
    row = {
        "loss": L,
        "grad_norm": np.linalg.norm(gradient),
        "mu": tr_sigma_G / (2 * L * frob_G**2),
        "alpha": tr_sigma_G / (frob_sigma * frob_G) if frob_sigma > 0 else np.nan,
        "beta": frob_sigma / (2 * L * frob_G),
        "rel_dist": np.linalg.norm(Sigma - 2 * L * G) / (2 * L * frob_G),
        "trace_G": trace_G,
        "frob_G": frob_G,
        "trace_sigma": trace_sigma,
        "mu_isotropic": trace_sigma * trace_G / (p * 2 * L * frob_G**2),
        "mu_proportional": trace_sigma / (2 * L * trace_G),
        "b_simple": np.trace(Sigma1 - centre) / (gradient @ gradient),
        "b_noise": ((Sigma1 - centre) * G).sum() / (gradient @ G @ gradient),
    }

    # Of G itself rounding would leave small eigenvalues no digits.
    singular, vectors = np.linalg.svd(root, full_matrices=False)[1:]
    values, vectors = singular**2 / n, vectors.T
    rank = int((values > rank_of * np.finfo(float).eps * values[0]).sum())
    along = gradient @ vectors[:, :rank]
    energy = along**2 / values[:rank]
    k = min(k, rank)
    shown, slopes = values[:k], g @ vectors[:, :k]
    groups = equal_groups(shown)
    noise = (slopes**2).mean(axis=0) - (along[:k] ** 2 if centred else 0)
    row["d_eff"] = min(trace_G / shown[0], frob_G**2 / shown[0] ** 2)
    row["lambda"] = shown
    row["g"] = group_means(noise, groups) / (2 * L * group_means(shown, groups))
    row["energy"] = group_means(energy[:k], groups)
    row["chi"] = np.cumsum(along[:k] ** 2) / (gradient @ gradient)
    row["D"] = np.array([energy[l + 1 :].sum() / energy[: l + 1].sum() for l in range(k)])

    # What the noise of a step follows from, always with the centred Σ.
    drift = gradient @ gradient, gradient @ G @ gradient, ((Sigma1 - centre) * G).sum(), np.trace(Sigma1 - centre)
    return row, drift


def step_metrics(row, drift, theta, arm, step, n):
    """What depends on how the arm steps: η, B, and what its noise adds to the drift of the loss."""
    g2, gGg = drift[:2]
    eta = learning_rate(arm, step)
    noise, acting = NOISE_OF(row, drift, theta, arm, step, n)
    row["lr"] = eta
    row["batch_size"] = n if arm.get("noise") == "none" else batch_size(arm, step, n)
    row["gni"] = (gGg + noise) / g2
    row["mu_acting"] = acting
    if arm["plain"]:
        change = abs(-eta * g2 + eta**2 / 2 * gGg)
        row["noise_share"] = eta**2 / 2 * noise / (eta**2 / 2 * noise + change) if noise != 0 else 0
    return row


def minibatch_noise(row, drift, theta, arm, step, n):
    """Tr(CG) of the covariance C of a minibatch's gradient, and the μ that acts."""
    return sigma_share(arm, step, n) * drift[2], row["mu"] if "B" in arm else 0
