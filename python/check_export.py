"""Writes measurements of small nets with noisescope_export, and what dense autograd gives for them: check_export.py FOLDER.

For src/cli/export.test.ts, which holds Noisescope's numbers against these.
"""

import json
import re
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))
from noisescope_export import Measurements, read  # noqa: E402

folder = Path(sys.argv[1])
functional = nn.functional


def mlp(dtype):
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, 1)).to(dtype)
    return model, torch.randn(20, 5, dtype=dtype), torch.randn(20, 1, dtype=dtype)


def cnn(dtype):
    torch.manual_seed(2)
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.GELU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(12, 4)).to(dtype)
    return model, torch.randn(24, 1, 6, 6, dtype=dtype), torch.randint(0, 4, (24,))


def tied(dtype):
    torch.manual_seed(3)
    shared = nn.Linear(5, 5)
    model = nn.Sequential(shared, nn.Tanh(), nn.Linear(5, 5), nn.Tanh(), nn.Linear(5, 1)).to(dtype)
    model[2].weight = shared.weight
    return model, torch.randn(12, 5, dtype=dtype), torch.randn(12, 1, dtype=dtype)


def dropout(dtype):
    torch.manual_seed(4)
    model = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Dropout(0.5), nn.Linear(6, 1)).to(dtype)
    model[1].running_var.fill_(2.0)
    model[0].eval()
    return model, torch.randn(12, 5, dtype=dtype), torch.randn(12, 1, dtype=dtype)


def alone_of(loss, y):
    """The loss of one sample, of which that of all is the mean."""
    if loss == 'squared':
        return lambda f, t: 0.5 * (f - t).square().sum() / len(t)
    if not isinstance(loss, nn.CrossEntropyLoss) or loss.reduction != 'mean':
        return loss
    # The mean over classes of unlike weights divides by their sum.
    sums = nn.CrossEntropyLoss(weight=loss.weight, ignore_index=loss.ignore_index, label_smoothing=loss.label_smoothing, reduction='sum')
    used = y[y != loss.ignore_index]
    total = len(used) if loss.weight is None else loss.weight[used].sum()
    return lambda f, t: sums(f, t) * (len(y) / len(t)) / total


def dense(model, loss, x, y, hessian=False):
    """μ, g, λ and others from p×p matrices, by autograd of the loss sample by sample; G from ∂²ℓ/∂f²."""
    weights = list(model.parameters())
    flat = lambda parts: torch.cat([part.flatten() for part in parts]).double()
    g, G, total = [], 0, 0
    for k in range(len(x)):
        f = model(x[k : k + 1])
        value = loss(f, y[k : k + 1])
        total += value.item() / len(x)
        g.append(flat(torch.autograd.grad(value, weights, retain_graph=True)))
        target = y[k : k + 1].double() if y.is_floating_point() else y[k : k + 1]
        J = torch.stack([flat(torch.autograd.grad(out, weights, retain_graph=True)) for out in f.flatten()])
        S = torch.autograd.functional.hessian(lambda out: loss(out.reshape(f.shape), target), f.detach().double().flatten())
        G = G + J.T @ S @ J / len(x)
    g = torch.stack(g)
    mean = g.mean(0)
    Sigma = g.T @ g / len(x) - torch.outer(mean, mean)
    F2 = (G * G).sum()
    values, vectors = torch.linalg.eigh(G)
    values, vectors = values.flip(0)[:4], vectors.flip(1)[:, :4]
    found = {
        'loss': total,
        'mu': (torch.trace(Sigma @ G) / (2 * total * F2)).item(),
        'alpha': (torch.trace(Sigma @ G) / (Sigma.norm() * F2.sqrt())).item(),
        'grad_norm': mean.norm().item(),
        'trace_sigma': torch.trace(Sigma).item(),
    }
    for k in range(4):
        v = vectors[:, k]
        found[f'lambda_{k + 1}'] = values[k].item()
        found[f'g_{k + 1}'] = ((v @ Sigma @ v) / (2 * total * values[k])).item()
    if hessian:
        of = lambda *parts: loss(functional_of(model, parts, x), y)
        blocks = torch.autograd.functional.hessian(of, tuple(w.detach() for w in weights))
        H = torch.cat([torch.cat([b.reshape(w.numel(), -1) for b in row], 1) for row, w in zip(blocks, weights)])
        found.update({f'lambda_H_{k + 1}': v.item() for k, v in enumerate(torch.linalg.eigvalsh(H).flip(0)[:2])})
    return found


def functional_of(model, parts, x):
    """The model with other weights, layer by layer."""
    parts = iter(parts)
    for layer in model:
        x = functional.linear(x, next(parts), next(parts)) if isinstance(layer, nn.Linear) else layer(x)
    return x


def step(model, loss, x, y):
    weights = list(model.parameters())
    for w, g in zip(weights, torch.autograd.grad(loss(model(x), y), weights)):
        w.data -= 0.1 * g


WEIGHTS = torch.tensor([1.0, 2, 3, 4])
CASES = {
    'mlp-mse': (mlp, nn.MSELoss(), {}),
    'mlp-half': (mlp, 'squared', {'hessian': 2}),
    'mlp-gram': (mlp, 'squared', {'gram': True, 'chunk': 7}),
    'mlp-plain': (mlp, 'squared', {'vectorized': False}),
    'mlp-huber': (mlp, lambda f, y: ((f - y).square() + 1).sqrt().sum(), {}),
    'cnn-entropy': (cnn, nn.CrossEntropyLoss(), {'chunk': 5}),
    'cnn-smooth': (cnn, nn.CrossEntropyLoss(label_smoothing=0.1), {}),
    'cnn-weighted': (cnn, nn.CrossEntropyLoss(weight=WEIGHTS, reduction='sum'), {}),
    'cnn-weighted-mean': (cnn, nn.CrossEntropyLoss(weight=WEIGHTS), {}),
    'cnn-weighted-smooth': (cnn, nn.CrossEntropyLoss(weight=WEIGHTS, label_smoothing=0.2), {'chunk': 5}),
    'cnn-left-out': (cnn, nn.CrossEntropyLoss(ignore_index=2), {'chunk': 5}),
    'tied-gram': (tied, 'squared', {'gram': True}),
    'dropout-half': (dropout, 'squared', {}),
}
wanted = {}
for name, (build, loss, options) in CASES.items():
    for dtype, digits in ((torch.float64, 'f64'), (torch.float32, 'f32')):
        if 'weighted' in name and digits == 'f32':
            continue
        model, x, y = build(dtype)
        if 'weighted' in name:
            loss.double()
        alone = alone_of(loss, y)
        loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=6)
        rows = []
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            with Measurements(folder / f'{name}-{digits}.npz') as measured:
                for at in (0, 10):
                    modes = [module.training for module in model.modules()]
                    measured.add(model, loss, loader if at else (x, y), step=at, lr=0.1, batch_size=4, **options)
                    assert modes == [module.training for module in model.modules()], 'the mode of the model has changed'
                    model.eval()
                    rows.append(dense(model, alone, x, y, 'hessian' in options))
                    for _ in range(10):
                        step(model, alone, x, y)
                    for module, mode in zip(model.modules(), modes):
                        module.training = mode
        wanted[f'{name}-{digits}'] = rows

# The ten lines of docs/own-models.md, as they stand.
text = (Path(__file__).parents[1] / 'docs' / 'own-models.md').read_text()
model, X, y = mlp(torch.float64)
lines = re.search(r'```python\n(import numpy as np, torch\n.*?)```', text, re.S).group(1)
exec(lines.replace("'measured.npz'", 'str(folder / "docs-f64.npz")'), {'model': model, 'X': X, 'y': y, 'step': 3, 'lr': 0.1, 'B': 4, 'folder': folder})
wanted['docs-f64'] = [dense(model, lambda f, t: 0.5 * (f - t).square().sum() / len(t), X, y)]

# What a run of Noisescope has written of itself.
state = read(folder / 'run' / 'state.npz')
r, J = state['r'], state['J']
G = J.T @ J / len(r)
gradient = J.T @ r / len(r)
Sigma = (J * r.square().unsqueeze(1)).T @ J / len(r) - torch.outer(gradient, gradient)
wanted['state'] = [{'mu': (torch.trace(Sigma @ G) / (r @ r / len(r) * (G * G).sum())).item(), 'told': state['mu'].item()}]
(folder / 'wanted.json').write_text(json.dumps(wanted))
