import math


def constant(t, period, floor, curve):
    return 1.0


def step_drops(t, period, floor, curve):
    return floor ** (t // period)


def cosine(t, period, floor, curve):
    return floor + (1 - floor) * (1 + math.cos(math.pi * min(t, period) / period)) / 2


def triangular(t, period, floor, curve):
    return floor + (1 - floor) * (1 - abs(2 * (t % period) / period - 1))


def sawtooth(t, period, floor, curve):
    return 1 - (1 - floor) * (t % period) / period


def one_cycle(t, period, floor, curve):
    """A climb over 0.45 of the period, as long a fall, and a last one to a hundredth of the floor."""
    phase = min(1, t / period)
    if phase <= 0.9:
        return floor + (1 - floor) * (1 - abs(phase / 0.45 - 1))
    return floor * (1 - 0.99 * (phase - 0.9) / 0.1)


def warm_up(t, period, floor, curve):
    return floor + (1 - floor) * min(t, period) / period


def stable_decay(t, period, floor, curve):
    """A climb over a tenth of the period, level to 0.8 of it, and a fall."""
    phase = min(1, t / period)
    return floor + (1 - floor) * max(0, min(1, phase / 0.1, (1 - phase) / (1 - 0.8)))


def cosine_restarts(t, period, floor, curve):
    return floor + (1 - floor) * (1 + math.cos(math.pi * (t % period) / period)) / 2


def on_curve(t, period, floor, curve):
    """Straight lines between the points step, factor, step, factor, …; level outside."""
    steps, factors = curve[::2], curve[1::2]
    after = sum(step <= t for step in steps)
    if after == 0:
        return factors[0]
    if after == len(steps):
        return factors[-1]
    t0, f0, t1, f1 = steps[after - 1], factors[after - 1], steps[after], factors[after]
    return f0 + (f1 - f0) * (t - t0) / (t1 - t0)


def factor_at(arm, t, of=""):
    """The factor of step t: of="" that of η, of="b" that of B."""
    return SCHEDULES[arm[of + "schedule"]](t, arm[of + "period"], arm[of + "floor"], arm[of + "curve"])


def learning_rate(arm, t):
    """η of step t: the arm's η times the schedule's factor."""
    return arm["eta"] * factor_at(arm, t)


def batch_size(arm, t, n):
    """B of step t: a named schedule divides B by its factor, a drawn one multiplies it; n for full gradients."""
    if "B" not in arm:
        return n
    if arm["bschedule"] == "constant":
        return arm["B"]
    factor = factor_at(arm, t, "b")
    if arm["bschedule"] != "drawn" and factor == 0:
        return n
    wanted = arm["B"] * factor if arm["bschedule"] == "drawn" else arm["B"] / factor
    return min(n, max(1, math.floor(wanted + 0.5)))
