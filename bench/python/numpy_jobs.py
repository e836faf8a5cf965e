"""In numpy: one step of every replica of an ensemble of linear models (rows drawn, gathered, and two contractions), and products of
large matrices."""
import numpy as np

DTYPES = {"f32": np.float32, "f64": np.float64}


def job(request):
    return product(request) if request.get("kind") == "product" else replicas(request)


def product(request):
    A = np.random.default_rng(1).standard_normal((request["side"],) * 2).astype(DTYPES[request["precision"]])
    return lambda: A @ A


def replicas(request):
    R, n, s, B = (request[name] for name in ("R", "n", "s", "B"))
    dtype = DTYPES[request["precision"]]
    rng = np.random.default_rng(1)
    X, W = rng.standard_normal((n, s)).astype(dtype), np.full((R, s), 1e-6, dtype)
    eta = dtype(1e-3 / B)

    def einsum():
        nonlocal W
        Z = X[rng.integers(0, n, (R, B))]
        W -= eta * np.einsum("rb,rbk->rk", np.einsum("rbk,rk->rb", Z, W), Z)

    def matmul():
        nonlocal W
        Z = X[rng.integers(0, n, (R, B))]
        c = (Z @ W[:, :, None])[:, :, 0]
        W -= eta * (c[:, None, :] @ Z)[:, 0]

    return {"einsum": einsum, "matmul": matmul}[request["way"]]
