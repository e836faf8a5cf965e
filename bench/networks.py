"""PyTorch's times for the work of bench/networks.ts, one thread: CPU milliseconds, medians. Run by hand where PyTorch is:
python3 bench/networks.py. With a reference BLAS it is several times slower than with OpenBLAS."""
import time

import torch

torch.set_num_threads(1)
N, D, B, STEPS = 1000, 50, 32, 20


def median(job, rounds):
    job()
    times = []
    for _ in range(rounds):
        before = time.process_time()
        job()
        times.append(time.process_time() - before)
    return 1e3 * sorted(times)[rounds // 2]


def measure(dtype, name, m, rounds):
    act = getattr(torch, name)
    X, y = torch.randn(N, D, dtype=dtype), torch.randn(N, dtype=dtype)
    W, a = torch.randn(m, D, dtype=dtype) / 8, torch.randn(m, dtype=dtype) / 8
    W.requires_grad_(), a.requires_grad_()
    rows = torch.randint(0, N, (STEPS, B))
    scale = m**-0.5

    def steps():
        for batch in rows:
            f = scale * (act(X[batch] @ W.T) @ a)
            loss = 0.5 * ((f - y[batch]) ** 2).mean()
            dW, da = torch.autograd.grad(loss, [W, a])
            with torch.no_grad():
                W.sub_(dW, alpha=1e-4)
                a.sub_(da, alpha=1e-4)

    @torch.no_grad()
    def mu():
        z = X @ W.T
        phi = act(z)
        slope = (z > 0).to(dtype) if name == "relu" else 1 - phi * phi
        adjoint = slope * (scale * a)
        K = (adjoint @ adjoint.T) * (X @ X.T) + scale * scale * (phi @ phi.T)
        q = (scale * (phi @ a) - y) ** 2
        K2 = K * K
        return ((q @ K2).sum() / (q.mean() * K2.sum())).item()

    print(f"{str(dtype):16}{name:6}m {m:<8}step {median(steps, rounds) / STEPS:9.3f} ms   mu {median(mu, rounds):9.1f} ms", flush=True)


for name in ("relu", "tanh"):
    for m, rounds in ((1024, 9), (16384, 3)):
        for dtype in (torch.float64, torch.float32):
            measure(dtype, name, m, rounds)
