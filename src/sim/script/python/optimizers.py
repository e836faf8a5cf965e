import numpy as np


def heavy_ball(theta, g, eta, arm, kept):
    """v ← m·v + g, θ ← θ − η·v."""
    m = arm.get("momentum", 0)
    v = m * kept.get("velocity", 0) + g
    kept["velocity"] = v if m > 0 else 0
    return theta - eta * v


def nesterov(theta, g, eta, arm, kept):
    """v ← m·v + g, θ ← θ − η·(g + m·v), θ being the look-ahead point."""
    m = arm["momentum"]
    v = m * kept.get("velocity", 0) + g
    kept["velocity"] = v if m > 0 else 0
    return theta - eta * (g + m * v)


def sign_step(theta, g, eta, arm, kept):
    """v ← m·v + g, θ ← θ − η·sign(v)."""
    m = arm["momentum"]
    v = m * kept.get("velocity", 0) + g
    kept["velocity"] = v if m > 0 else 0
    return theta - eta * np.sign(v)


def adam(theta, g, eta, arm, kept):
    """Means of g and of g², each divided by the sum of its weights (Adam's bias correction): θ ← θ − η·m̂/(√v̂ + ε)."""
    a, b = arm["beta1"], arm["beta2"]
    kept["mean"] = a * kept.get("mean", 0) + (1 - a) * g
    kept["square"] = b * kept.get("square", 0) + (1 - b) * g * g
    kept["weights"] = (a * kept.get("weights", (0, 0))[0] + (1 - a), b * kept.get("weights", (0, 0))[1] + (1 - b))
    of_mean, of_square = kept["weights"]
    return theta - eta / of_mean * (kept["mean"] / (np.sqrt(kept["square"]) / np.sqrt(of_square) + arm["epsilon"]))


def rmsprop(theta, g, eta, arm, kept):
    """v ← α·v + (1 − α)·g², h ← m·h + g/(√v + ε), θ ← θ − η·h."""
    m, a = arm["momentum"], arm["smoothing"]
    kept["square"] = a * kept.get("square", 0) + (1 - a) * g * g
    h = m * kept.get("velocity", 0) + g / (np.sqrt(kept["square"]) + arm["epsilon"])
    kept["velocity"] = h if m > 0 else 0
    return theta - eta * h
