"""A network of the layers in LAYERS. θ holds their weights in order, W row by row and then b."""

import numpy as np


def initial_network(z, scale):
    """W ~ N(0, scale²/fan-in), N(0, scale²) under a factor of the layer's own; smaller by 1/√N at the end of N residual branches; b = 0."""
    theta = np.zeros_like(z)
    sums = sum(layer["kind"] == "add" for layer in LAYERS)
    for l, layer in enumerate(LAYERS):
        if "weights" not in layer:
            continue
        start, shape = layer["weights"]
        size = shape[0] * shape[1]
        deviation = scale if layer["scale"] != 1 else scale / np.sqrt(shape[1])
        if l + 1 < len(LAYERS) and LAYERS[l + 1]["kind"] == "add":
            deviation = deviation / np.sqrt(sums)
        theta[start : start + size] = deviation * z[start : start + size]
    return theta


def trained_mask(size):
    """1 for the entries of θ that are trained, 0 for the others."""
    mask = np.zeros(size)
    for layer in LAYERS:
        if layer.get("trained"):
            start, (rows, columns) = layer["weights"]
            mask[start : start + rows * columns + (rows if layer["bias"] else 0)] = 1
    return mask


def weights_of(theta, layer):
    """W, and b, or zeros where there is none."""
    start, (rows, columns) = layer["weights"]
    end = start + rows * columns
    return theta[start:end].reshape(rows, columns), theta[end : end + rows] if layer["bias"] else np.zeros(rows)


def patches(h, layer):
    """What each kernel sees, n × taps × places; zeros where it hangs over."""
    return np.concatenate([h, np.zeros((len(h), 1))], axis=1)[:, layer["table"]]


def forward(theta, X):
    """All layers' outputs, the inputs first, and φ' of each (None for the identity)."""
    a, slopes = [X], []
    for layer in LAYERS:
        h = a[-1]
        if layer["kind"] == "dense":
            W, b = weights_of(theta, layer)
            z = layer["scale"] * (h @ W.T) + b
        elif layer["kind"] == "conv":
            W, b = weights_of(theta, layer)
            z = (W @ patches(h, layer) + b[:, None]).reshape(len(h), -1)
        elif layer["kind"] == "pool":
            seen = h[:, layer["table"]]
            z = seen.mean(axis=1) if layer["pool"] == "average" else seen.max(axis=1)
        else:
            z = h + a[layer["from"]]
        phi, slope = ACTIVATIONS[layer.get("activation", "identity")](z)
        a.append(phi)
        slopes.append(slope)
    return a, slopes


def backward(theta, a, slopes, u):
    """∂(Σ u·f)/∂z of every layer, for u of n × C."""
    adjoints = [None] * len(LAYERS)
    past = [0] * (len(LAYERS) + 1)
    for l in reversed(range(len(LAYERS))):
        layer = LAYERS[l]
        u = u + past[l + 1]
        if slopes[l] is not None:
            u = u * slopes[l]
        adjoints[l] = u
        if l == 0:
            return adjoints
        if layer["kind"] == "dense":
            u = layer["scale"] * (u @ weights_of(theta, layer)[0])
        elif layer["kind"] == "conv":
            seen = weights_of(theta, layer)[0].T @ u.reshape(len(u), layer["weights"][1][0], -1)
            u = scattered(seen, layer["table"], a[l].shape[1])
        elif layer["kind"] == "pool":
            u = unpooled(u, a[l], layer)
        else:
            past[layer["from"]] = past[layer["from"]] + u
    return adjoints


def scattered(seen, table, size):
    """The adjoint of patches: every tap adds to the input under it."""
    total = np.zeros((len(seen), size + 1))
    for tap, places in enumerate(table):
        total[:, places] += seen[:, tap]
    return total[:, :size]


def unpooled(u, h, layer):
    """Of an average its share for all, of a maximum all for the first of the largest."""
    table = np.array(layer["table"])
    total = np.zeros_like(h)
    if layer["pool"] == "average":
        for places in table:
            total[:, places] = u / len(table)
    else:
        largest = table[h[:, table].argmax(axis=1), np.arange(table.shape[1])]
        np.put_along_axis(total, largest, u, axis=1)
    return total


def layer_gradients(layer, h, u):
    """Per-sample gradients of W and b from the adjoint u of z, n × (weights and biases)."""
    if layer["kind"] == "dense":
        W, b = layer["scale"] * u[:, :, None] * h[:, None, :], u
    else:
        u = u.reshape(len(u), layer["weights"][1][0], -1)
        W, b = u @ patches(h, layer).transpose(0, 2, 1), u.sum(axis=2)
    W = W.reshape(len(h), -1)
    return np.hstack([W, b]) if layer["bias"] else W


def outputs(theta, X):
    """f of every sample, n × C."""
    return forward(theta, X)[0][-1]


def pull(theta, X, u):
    """Jᵀu for u of n × C; zero where nothing is trained."""
    a, slopes = forward(theta, X)
    adjoints = backward(theta, a, slopes, u)
    g = np.zeros_like(theta)
    for layer, h, d in zip(LAYERS, a, adjoints):
        if not layer.get("trained"):
            continue
        start, (rows, columns) = layer["weights"]
        if layer["kind"] == "dense":
            W, b = layer["scale"] * d.T @ h, d.sum(axis=0)
        else:
            d = d.reshape(len(d), rows, -1)
            W, b = (d @ patches(h, layer).transpose(0, 2, 1)).sum(axis=0), d.sum(axis=(0, 2))
        end = start + rows * columns
        g[start:end] = W.ravel()
        if layer["bias"]:
            g[end : end + rows] = b
    return g


def adjoints_by_output(theta, X):
    """All layers' outputs, and for each output c the adjoints of f_c."""
    a, slopes = forward(theta, X)
    C = a[-1].shape[1]
    return a, [backward(theta, a, slopes, np.tile(np.eye(C)[c], (len(X), 1))) for c in range(C)]


def features(theta, X):
    """Z with ZZᵀ = K = JJᵀ, row i·C + c: J, or what QR makes of it; where that is large, from K, which rounding leaves fewer small eigenvalues."""
    rows = outputs(theta, X).size
    if rows > 256 or rows * len(theta) > 1e7:
        return gram_features(theta, X)
    J = jacobian(theta, X)
    return np.linalg.qr(J.T, mode="r").T if len(theta) > rows else J


def gram_features(theta, X):
    """The same from K summed over the layers: of a dense one (h·h' + 1)·(d·d')."""
    a, by_output = adjoints_by_output(theta, X)
    n, C = len(X), len(by_output)
    K = np.zeros((n * C, n * C))
    for l, layer in enumerate(LAYERS):
        if not layer.get("trained"):
            continue
        d = np.stack([adjoints[l] for adjoints in by_output], axis=1).reshape(n * C, -1)
        if layer["kind"] == "dense":
            inner = layer["scale"] ** 2 * (a[l] @ a[l].T) + (1 if layer["bias"] else 0)
            K += np.repeat(np.repeat(inner, C, axis=0), C, axis=1) * (d @ d.T)
        else:
            J = layer_gradients(layer, np.repeat(a[l], C, axis=0), d)
            K += J @ J.T
    values, vectors = np.linalg.eigh(K)
    kept = values > len(K) * np.finfo(float).eps * values[-1]
    return vectors[:, kept] * np.sqrt(values[kept])


def jacobian(theta, X):
    """J, n·C × p, row i·C + c; zero where nothing is trained."""
    a, by_output = adjoints_by_output(theta, X)
    n, C = len(X), len(by_output)
    J = np.zeros((n * C, len(theta)))
    for l, layer in enumerate(LAYERS):
        if not layer.get("trained"):
            continue
        d = np.stack([adjoints[l] for adjoints in by_output], axis=1).reshape(n * C, -1)
        own = layer_gradients(layer, np.repeat(a[l], C, axis=0), d)
        J[:, layer["weights"][0] : layer["weights"][0] + own.shape[1]] = own
    return J
