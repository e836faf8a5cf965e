import zlib

import numpy as np


def settings_at(name, step):
    """What arm `name` is set to when step `step` is taken: its own settings, then every change so far."""
    arm = dict(ARMS[name])
    for at, change in EVENTS.get(name, []):
        if at <= step:
            arm.update(change)
    return arm


def run_arm(name, theta, last, visit, shaken=None):
    """Takes an arm from θ_0 to step `last`; `visit` sees every step before it is taken, and its minibatch (None for full gradients).

    With random numbers in `shaken`, θ is changed in its last digits at every step."""
    n, drawn, time, kept = len(X), 0, 0.0, {}
    for step in range(last + 1):
        if shaken is not None:
            theta = theta * (1 + 2.0**-51 * shaken.choice([-1, 1], len(theta)))
        arm = settings_at(name, step)
        rows = None
        if "B" in arm and arm["noise"] == "minibatch":
            B = batch_size(arm, step, n)
            rows = SAMPLINGS[arm["sampling"]](SEED, n, B, step, drawn, arm["draws"])
            drawn += B
        visit(step, arm, theta, time, rows)
        eta = learning_rate(arm, step)
        theta = UPDATES[arm["rule"]](theta, GRADIENT_OF(theta, arm, step, rows), eta, arm, kept)
        time += eta


def minibatch_gradient(theta, arm, step, rows):
    """∇L of the minibatch, of all samples where there is none."""
    if rows is None:
        rows = slice(None)
    x, y = X[rows], Y[rows]
    return pull(theta, x, LOSS(outputs(theta, x), y)[1]) / len(x)


def gradient_or_noise(theta, arm, step, rows):
    """∇L of the minibatch, or the full gradient with the noise of the arm's own."""
    if rows is None and "B" in arm:
        return noisy_gradient(theta, arm, step)
    return minibatch_gradient(theta, arm, step, rows)


def measured_row(theta, arm, step, time):
    """All metrics of one row, of the samples that are measured."""
    row, drift = metrics(theta, X[MEASURED], Y[MEASURED], PARAMETERS, DIRECTIONS, CENTRED, RANK_OF)
    row = step_metrics(row, drift, theta, arm, step, len(X))
    if len(MEASURED) < len(X):
        losses, r = LOSS(outputs(theta, X), Y)
        row["loss"], row["grad_norm"] = losses.mean(), np.linalg.norm(pull(theta, X, r)) / len(X)
    if X_TEST is not None:
        row["test_loss"] = LOSS(outputs(theta, X_TEST), Y_TEST)[0].mean()
    row["time"] = time
    return row


def rows_of(name, wanted, stride, shaken=None):
    """The metrics of an arm at the wanted steps, and the CRC-32 of its minibatches before the last of them."""
    rows, check = {}, 0

    def visit(step, arm, theta, time, batch):
        nonlocal check
        if step in wanted:
            rows[step] = measured_row(theta, arm, step, time)
            rows[step]["theta"], rows[step]["theta_norm"] = theta[::stride], np.linalg.norm(theta)
        if batch is not None and step < max(wanted):
            check = zlib.crc32(batch.astype("<i4").tobytes(), check)

    run_arm(name, THETA_0, max(wanted), visit, shaken)
    return rows, check


def compared(name, exported):
    """(metric, step, here, in the file, difference, allowed, mark) of every number that the file has of an arm."""
    given = {row["step"]: row for row in exported["rows"]}
    rows, check = rows_of(name, given, exported["stride"])
    found = []
    for step, row in given.items():
        for key in sorted(set(row) & set(rows[step]), key=list(row).index):
            pair = difference(rows[step][key], row[key], row.get(key + "_rounding"), key == "D")
            found.append((key, step, *pair, "within its rounding" if BOUND < pair[2] <= pair[3] else ""))
    if any(not gap <= allowed for _, _, _, _, gap, allowed, _ in found):
        found = sensitive(name, found, rows, exported["stride"])
    if "batches" in exported:
        agree = check == exported["batches"]
        found.append(("minibatches", max(given), check, exported["batches"], 0.0 if agree else np.inf, BOUND, ""))
    return found


def sensitive(name, found, rows, stride):
    """Runs the arm again three times, with θ changed in its last digits at every step, and allows a hundred times what that does.

    Of a number the most that it did up to the same step counts: two paths that have parted cross again by chance."""
    runs = [rows_of(name, rows, stride, np.random.default_rng(k))[0] for k in range(3)]
    done, result = {}, []
    for key, step, here, there, gap, allowed, mark in found:
        changes = [difference(run[step][key], rows[step][key], None, key == "D")[2] for run in runs]
        done[key] = change = np.nanmax([done.get(key, 0), *changes])
        if not gap <= allowed and gap <= 100 * change:
            allowed, mark = 100 * change, f"follows rounding: θ changed by 4e-16 does {change:.0e}"
        result.append((key, step, here, there, gap, allowed, mark))
    return result


def difference(here, there, rounding, ratio):
    """Of two lists, or numbers, the pair that differs most, by which share of the largest in the file, and what may be.

    Of ratios D of two energies the shares D/(1 + D) are compared."""
    here, there = np.atleast_1d(here).astype(float), as_numbers(there)
    here = np.pad(here, (0, max(0, len(there) - len(here))), constant_values=np.nan)[: len(there)]
    size = (1 + np.abs(here)) * (1 + np.abs(there)) if ratio else np.nanmax(np.abs(there)) or 1
    gaps = np.where(np.isnan(there), 0, np.abs(here - there) / size)
    allowed = np.full(len(gaps), BOUND)
    if rounding is not None:
        allowed = np.fmax(allowed, 2 * as_numbers(rounding) / size)
    worst = np.argmax(np.nan_to_num(gaps / allowed, nan=np.inf))
    return here[worst], there[worst], gaps[worst], allowed[worst]


def as_numbers(values):
    """A list of the file: null is not a number."""
    return np.array([np.nan if value is None else value for value in np.atleast_1d(values)], dtype=float)


def main():
    """Runs every arm, prints the worst number of every metric, and returns 1 where one differs by more than it may."""
    failed = False
    for name, exported in EXPORTED.items():
        print(f"\narm {name}, steps 0 to {exported['rows'][-1]['step']}")
        print(f"{'metric':<16}{'step':>8}{'here':>25}{'in the file':>25}{'relative difference':>21}")
        worst = {}
        for key, step, here, there, gap, allowed, mark in compared(name, exported):
            share = gap / allowed if not np.isnan(gap) else np.inf
            if key not in worst or share > worst[key][0]:
                worst[key] = (share, step, here, there, gap, "DIFFERS" if share > 1 else mark)
        for key, (share, step, here, there, gap, mark) in worst.items():
            failed = failed or share > 1
            print(f"{key:<16}{step:>8}{here:>25.16g}{there:>25.16g}{gap:>21.1e}  {mark}".rstrip())
    print("\nSomething differs by more than it may." if failed else f"\nEverything agrees to {BOUND}, or as marked.")
    return 1 if failed else 0
