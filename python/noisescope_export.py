# SPDX-License-Identifier: MIT
"""Measures a PyTorch model for Noisescope: residuals and Jacobian of chosen samples, checkpoint by checkpoint, as an NPZ.

    from noisescope_export import Measurements

    with Measurements('measured.npz') as measured:
        for step, (x, y) in enumerate(batches):
            if step % 100 == 0:
                measured.add(model, loss, samples, step=step, lr=lr, batch_size=len(x))
            ...                                     # your own training step

    noisescope run --measurements measured.npz --out out

Needs torch (1.13 or newer) and nothing else. `samples` is a data loader, any iterable of (x, y) batches, or one pair (X, Y);
`loss` is 'squared' (half the sum of squares of a sample), 'cross-entropy', a module or function of PyTorch, or any function of
(outputs, targets) that is convex in the outputs. `read` opens what Noisescope writes: state.npz, spectra.npz.

What is written, for a loss of sample i whose gradient by its C outputs is r_i and whose second derivative is S_i = F_iᵀF_i: the
residuals ρ_i with F_iᵀρ_i = r_i and the jacobian F_i ∂f(x_i)/∂θ, so that G = (1/n) Σ J_iᵀJ_i is the generalized
Gauss–Newton matrix and J_iᵀρ_i the gradient of the sample; and the loss. For the squared loss F is the identity.
"""

import ast
import contextlib
import ctypes
import struct
import warnings
import zipfile

import torch

try:
    from torch.func import functional_call, jacrev, vmap
except ImportError:  # before 2.0
    try:
        from functorch import jacrev, vmap
        from torch.nn.utils.stateless import functional_call
    except ImportError:
        vmap = None

__all__ = ['Measurements', 'read']

_TYPES = {torch.float64: '<f8', torch.float32: '<f4', torch.float16: '<f2', torch.int64: '<i8', torch.int32: '<i4', torch.uint8: '|u1'}
_OF = {descr: dtype for dtype, descr in _TYPES.items()}


class Measurements:
    """A file of measurements: `add` a checkpoint as often as you like, then `close` (or use it in a `with`)."""

    def __init__(self, path):
        self._file = zipfile.ZipFile(path, 'w', allowZip64=True)
        self._count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._file.close()

    def add(
        self, model, loss, samples, *, step=None, lr=None, batch_size=None, n_train=None, gram=False, hessian=0, chunk=32, vectorized=True
    ):
        """Writes residuals and Jacobian of all `samples` at the model's present parameters.

        Steps must grow from checkpoint to checkpoint. `n_train` says how many samples the minibatches are drawn from, where these are only some
        of them. `chunk` samples are differentiated at a time, and no more of the Jacobian is held. With `gram` K = JJᵀ is written in its
        place, for Jacobians too large for the disk, each chunk computed again for every other. With `hessian=h` also the h largest
        eigenvalues of the Hessian, from products with it. The model is measured as under model.eval(), where samples do not depend on
        each other, and is left in the mode it was in. `vectorized=False` differentiates output by output, as any model allows. What fails leaves
        the checkpoints before it as they are.
        """
        with _evaluating(model), self._whole():
            self._add(_Work(model, loss, samples, chunk, vectorized), step, lr, batch_size, n_train, gram, hessian)
            self._count += 1

    def _add(self, work, step, lr, batch_size, n_train, gram, hessian):
        name = f'_{self._count}'
        if gram:
            self._write(f'gram{name}', work.gram())
        else:
            with self._open(f'jacobian{name}', (*work.residuals.shape, work.p), work.dtype) as file:
                for k in range(work.chunks):
                    _put(file, work.jacobian(k))
        if hessian:
            self._write(f'hessian_eigenvalues{name}', work.hessian_eigenvalues(hessian))
        numbers = {'step': step, 'lr': lr, 'batch_size': batch_size, 'n_train': n_train, 'parameters': work.p, 'loss': work.loss}
        for key, value in numbers.items():
            if value is not None:
                self._write(f'{key}{name}', torch.tensor(value, dtype=torch.float64))
        self._write(f'residuals{name}', work.residuals)

    @contextlib.contextmanager
    def _whole(self):
        """Takes back what was written, where not all of it could be."""
        file = self._file
        at, kept = file.start_dir, len(file.filelist)
        try:
            yield
        except BaseException:
            for entry in file.filelist[kept:]:
                del file.NameToInfo[entry.filename]
            del file.filelist[kept:]
            file.fp.seek(at)
            file.fp.truncate()
            file.start_dir = at
            raise

    def _write(self, name, tensor):
        with self._open(name, tuple(tensor.shape), tensor.dtype) as file:
            _put(file, tensor)

    def _open(self, name, shape, dtype):
        head = f"{{'descr': '{_TYPES[_written(dtype)]}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
        padded = head.ljust(-(-(len(head) + 11) // 64) * 64 - 11) + '\n'
        file = self._file.open(f'{name}.npy', 'w', force_zip64=True)
        file.write(b'\x93NUMPY\x01\x00' + struct.pack('<H', len(padded)) + padded.encode('latin1'))
        return file


@contextlib.contextmanager
def _evaluating(model):
    """Every module of a model under eval(), and then as it was."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def _written(dtype):
    """The type that numbers are written in: float32 for those that numpy has not, as bfloat16."""
    return dtype if dtype in _TYPES else torch.float32


def _put(file, tensor):
    """Writes the numbers of a tensor row by row, without numpy."""
    tensor = tensor.detach().cpu().to(_written(tensor.dtype)).contiguous()
    if tensor.numel():
        file.write(memoryview((ctypes.c_char * (tensor.numel() * tensor.element_size())).from_address(tensor.data_ptr())))


def read(path):
    """The arrays of an NPZ (state.npz, spectra.npz) as tensors, by their names."""
    arrays = {}
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            data = file.read(name)
            start = 10 + struct.unpack('<H', data[8:10])[0] if data[6] == 1 else 12 + struct.unpack('<I', data[8:12])[0]
            head = ast.literal_eval(data[10 if data[6] == 1 else 12 : start].decode('latin1'))
            body = bytearray(data[start:])
            flat = torch.frombuffer(body, dtype=_OF[head['descr']]) if body else torch.empty(0, dtype=_OF[head['descr']])
            shape = head['shape']
            fortran = head['fortran_order'] and len(shape) > 1
            tensor = flat.reshape(shape[::-1]).permute(*range(len(shape) - 1, -1, -1)) if fortran else flat.reshape(shape)
            arrays[name[:-4] if name.endswith('.npy') else name] = tensor
    return arrays


class _Work:
    """A model at one θ on fixed samples, in chunks."""

    def __init__(self, model, loss, samples, chunk, vectorized):
        self.model = model
        self.names, self.parameters = zip(*((name, w) for name, w in model.named_parameters() if w.requires_grad))
        self.p = sum(w.numel() for w in self.parameters)
        self.dtype = self.parameters[0].dtype
        self.vectorized = vectorized and vmap is not None
        batches = [samples] if isinstance(samples, (tuple, list)) and len(samples) == 2 and torch.is_tensor(samples[0]) else samples
        device = self.parameters[0].device
        X, Y = (torch.cat([torch.as_tensor(part) for part in parts]).to(device) for parts in zip(*batches))
        self.pieces = list(zip(X.split(chunk), Y.split(chunk)))
        self.chunks = len(self.pieces)
        outputs = [self._outputs(x) for x, _ in self.pieces]
        weights = _class_weights(loss, Y, outputs[0])
        self.loss_of = _sample_loss(loss, weights)
        if weights is None:
            _check_mean(loss, self.loss_of, outputs[0], self.pieces[0][1])
        read_off = [_roots(loss, self.loss_of, f, y, weights) for f, (_, y) in zip(outputs, self.pieces)]
        losses, residuals, self.roots = zip(*read_off)
        self.loss = torch.cat(losses).cpu().double().mean().item()
        self.residuals = torch.cat(residuals)

    def _outputs(self, x):
        with torch.no_grad():
            return self.model(x).flatten(1) if x.shape[0] else self.model(x)

    def jacobian(self, k):
        """F_iJ_i of the samples of chunk k: (samples, C, p)."""
        x, _ = self.pieces[k]
        J = self._by_samples(x) if self.vectorized else self._by_outputs(x)
        F = self.roots[k]
        return J.mul_(F) if isinstance(F, float) else torch.einsum('iqc,icp->iqp', F, J)

    def _by_samples(self, x):
        fixed = {name: w.detach() for name, w in self.model.named_parameters() if not w.requires_grad}
        fixed.update((name, b) for name, b in self.model.named_buffers())
        free = {name: w.detach() for name, w in zip(self.names, self.parameters)}
        others = _other_names(self.model, dict(zip(self.names, self.parameters)))

        def outputs(weights, sample):
            tied = {name: weights[first] for name, first in others.items()}
            return functional_call(self.model, {**fixed, **weights, **tied}, (sample.unsqueeze(0),)).flatten()

        try:
            J = vmap(jacrev(outputs), in_dims=(None, 0), randomness='error')(free, x)
            return torch.cat([J[name].flatten(2) for name in self.names], 2).detach()
        except Exception as error:  # an operation that cannot be vectorized
            warnings.warn(f'this model is differentiated output by output, since it cannot be vectorized over samples ({error})')
            self.vectorized = False
            return self._by_outputs(x)

    def _by_outputs(self, x):
        rows = []
        with torch.enable_grad():
            for sample in x:
                f = self.model(sample.unsqueeze(0)).flatten()
                for value in f:
                    found = torch.autograd.grad(value, self.parameters, retain_graph=True, allow_unused=True)
                    rows.append(torch.cat([(torch.zeros_like(w) if g is None else g).flatten() for g, w in zip(found, self.parameters)]))
        return torch.stack(rows).reshape(x.shape[0], -1, self.p)

    def gram(self):
        """K = JJᵀ in float64, (n·C, n·C): two chunks of J are held at a time."""
        side = self.residuals.numel()
        K = torch.zeros(side, side, dtype=torch.float64)
        starts = [0]
        for root in range(self.chunks):
            starts.append(starts[-1] + self.pieces[root][0].shape[0] * self.residuals.shape[1])
        for a in range(self.chunks):
            left = self.jacobian(a).reshape(-1, self.p).cpu().double()
            for b in range(a + 1):
                right = left if b == a else self.jacobian(b).reshape(-1, self.p).cpu().double()
                block = left @ right.T
                K[starts[a] : starts[a + 1], starts[b] : starts[b + 1]] = block
                K[starts[b] : starts[b + 1], starts[a] : starts[a + 1]] = block.T
        return K

    def _hessian_product(self, v):
        """∇²L·v, exactly, over all samples."""
        total = torch.zeros_like(v)
        n = self.residuals.shape[0]
        with torch.enable_grad():
            for x, y in self.pieces:
                f = self.model(x).flatten(1)
                loss = sum(self.loss_of(f[i], y[i]) for i in range(x.shape[0])) / n
                g = torch.autograd.grad(loss, self.parameters, create_graph=True, allow_unused=True)
                parts = v.split([w.numel() for w in self.parameters])
                along = sum((own.flatten() * part).sum() for own, part in zip(g, parts) if own is not None)
                h = torch.autograd.grad(along, self.parameters, allow_unused=True)
                total += torch.cat([(torch.zeros_like(w) if own is None else own).flatten() for own, w in zip(h, self.parameters)])
        return total

    def hessian_eigenvalues(self, h, steps=None):
        """The h largest eigenvalues of the Hessian by Lanczos with full orthogonalization, largest first."""
        steps = min(self.p, steps or 4 * h + 40)
        generator = torch.Generator().manual_seed(0)
        q = torch.randn(self.p, generator=generator, dtype=torch.float64).to(self.parameters[0])
        basis, T = [q / q.norm()], torch.zeros(steps, steps, dtype=torch.float64)
        for k in range(steps):
            w = self._hessian_product(basis[k])
            Q = torch.stack(basis)
            along = Q @ w
            T[: k + 1, k] = T[k, : k + 1] = along.cpu().double()
            w = w - Q.T @ along
            w = w - Q.T @ (Q @ w)
            if k + 1 == steps or w.norm() <= 1e-6 * along.norm():
                steps = k + 1
                break
            basis.append(w / w.norm())
        return torch.linalg.eigvalsh(T[:steps, :steps]).flip(0)[:h]


def _other_names(model, parameters):
    """By the other names of tied weights, those under which they are known."""
    known = {id(w): name for name, w in parameters.items()}
    everywhere = ((f'{path}.{own}' if path else own, w) for path, module in model.named_modules() for own, w in module._parameters.items())
    return {name: known[id(w)] for name, w in everywhere if id(w) in known and known[id(w)] != name}


def _sample_loss(loss, weights=None):
    """The loss of one sample from its outputs (C) and its target."""
    if loss == 'squared':
        return lambda f, y: 0.5 * (f - y.reshape(f.shape).to(f)).square().sum()
    if weights is not None:
        return lambda f, y: -(_weighted(loss, weights, f.unsqueeze(0), y.unsqueeze(0)) * f.log_softmax(0)).sum()
    of = torch.nn.functional.cross_entropy if loss == 'cross-entropy' else loss

    def single(f, y):
        y = y.to(f) if y.is_floating_point() else y
        # A target of one number for one output stands as the outputs do.
        alike = y.reshape(1, -1) if y.is_floating_point() and y.numel() == f.numel() else y.unsqueeze(0)
        return of(f.unsqueeze(0), alike).sum()

    return single


def _check_mean(loss, loss_of, f, y):
    """Warns where the loss of a batch is neither the mean nor the sum of those of its samples: it would be another one here."""
    if isinstance(loss, str) or f.shape[0] < 2:
        return
    alike = y.reshape(f.shape).to(f) if y.is_floating_point() and y.numel() == f.numel() else y
    try:
        whole = loss(f, alike).sum().item()
    except Exception:  # a function of one sample's shape
        return
    mean = sum(loss_of(f[i], y[i]).item() for i in range(len(f))) / len(f)
    if min(abs(whole - mean), abs(whole / len(f) - mean)) > 1e-3 * abs(mean):
        warnings.warn(f'the loss of {len(f)} samples, {whole:.4g}, is not the mean ({mean:.4g}) of those of each alone, which is measured')


def _class_weights(loss, y, f):
    """Of torch.nn.CrossEntropyLoss with a weight for every class, and of cross-entropy with targets to be left out: the weights of classes (C),
    and the factor on every sample that makes the mean over all of them that of the loss; else None."""
    if type(loss) is not torch.nn.CrossEntropyLoss:
        return None
    classes = not y.is_floating_point()
    if loss.weight is None and not (classes and bool((y == loss.ignore_index).any())):
        return None
    weight = torch.ones(f.shape[1]) if loss.weight is None else loss.weight.detach()
    weight = weight.to(f)
    if loss.reduction != 'mean' or not classes:
        return weight, 1.0
    labels = y.reshape(-1)
    used = labels != loss.ignore_index
    return weight, len(labels) / weight[labels[used]].cpu().double().sum().item()


def _weighted(loss, weights, f, y):
    """v (n, C) of cross-entropy with weights: ℓ_i = −Σ_c v_ic log p_ic."""
    weight, factor = weights
    C = f.shape[1]
    smooth = loss.label_smoothing
    if y.is_floating_point():
        return factor * weight * ((1 - smooth) * y.reshape(f.shape).to(f) + smooth / C)
    labels = y.reshape(-1)
    used = labels != loss.ignore_index
    t = torch.nn.functional.one_hot(labels.where(used, torch.zeros_like(labels)), C).to(f)
    return factor * weight * ((1 - smooth) * t + smooth / C) * used.unsqueeze(1)


def _roots(loss, loss_of, f, y, weights=None):
    """ℓ_i (n), ρ_i (n, C), and F_i (n, C, C) or one number for all."""
    n, C = f.shape
    functional = torch.nn.functional
    mse = loss == 'squared' or loss is functional.mse_loss or type(loss) is torch.nn.MSELoss
    if mse:
        mean = loss is functional.mse_loss or getattr(loss, 'reduction', '') == 'mean'
        factor = 1.0 if loss == 'squared' else (2.0 / C if mean else 2.0) ** 0.5
        rho = factor * (f - y.reshape(f.shape).to(f))
        return 0.5 * rho.cpu().double().square().sum(1), rho, factor
    plain = loss == 'cross-entropy' or loss is functional.cross_entropy
    if plain or type(loss) is torch.nn.CrossEntropyLoss:
        if weights is None:
            smoothing = getattr(loss, 'label_smoothing', 0.0)
            t = y.to(f) if y.is_floating_point() else functional.one_hot(y.reshape(-1), C).to(f)
            t = (1 - smoothing) * t + smoothing / C
            size = torch.ones(n, 1, dtype=f.dtype, device=f.device)
        else:
            # ℓ_i = −Σ_c v_c log p_c has the gradient V p − v and the curvature V (diag p − p pᵀ) with V = Σ_c v_c.
            v = _weighted(loss, weights, f, y)
            size = v.sum(1, keepdim=True)
            t = torch.where(size > 0, v / size.clamp_min(torch.finfo(f.dtype).tiny), torch.zeros_like(v))
        logs = f.log_softmax(1)
        p = logs.exp()
        root = (0.5 * logs).exp().clamp_min(torch.finfo(f.dtype).tiny ** 0.5)
        # p_y − 1 would cancel near interpolation.
        r = torch.where(t == 1, -_others(p), p - t)
        F = torch.diag_embed(root) - root.unsqueeze(2) * p.unsqueeze(1)
        scale = size.sqrt()
        return -(size * t).cpu().double().mul(logs.cpu().double()).sum(1), scale * r / root, scale.unsqueeze(2) * F
    return _general_roots(loss_of, f, y)


def _others(p):
    """Σ_e≠c p_e of every class, without a difference."""
    C = p.shape[1]
    return p @ (torch.ones(C, C, dtype=p.dtype, device=p.device) - torch.eye(C, dtype=p.dtype, device=p.device))


def _general_roots(loss_of, f, y):
    """The same for any loss that is convex in the outputs, from its first two derivatives."""
    losses, residuals, roots = [], [], []
    with torch.enable_grad():
        for outputs, target in zip(f.detach(), y):
            own = outputs.clone().requires_grad_(True)
            value = loss_of(own, target)
            (r,) = torch.autograd.grad(value, own, create_graph=True)
            rows = [torch.autograd.grad(r[c], own, retain_graph=True, allow_unused=True)[0] if r.requires_grad else None for c in range(len(r))]
            S = torch.stack([torch.zeros_like(outputs) if row is None else row for row in rows]).detach().cpu().double()
            r = r.detach().cpu().double()
            values, vectors = torch.linalg.eigh((S + S.T) / 2)
            largest = values.abs().max()
            if values[0] < -1e-6 * largest:
                raise ValueError('this loss is not convex in the outputs: G has no root; write residuals and jacobian yourself')
            kept = values > 1e-12 * largest
            inverse = torch.where(kept, values, torch.ones_like(values)).rsqrt() * kept
            rho = inverse * (vectors.T @ r)
            F = (values * kept).sqrt().unsqueeze(1) * vectors.T
            if (F.T @ rho - r).norm() > 1e-6 * r.norm():
                raise ValueError('this loss has a slope where it has no curvature: its gradients do not follow from G')
            losses.append(value.detach().cpu().double())
            residuals.append(rho.to(f))
            roots.append(F.to(f))
    return torch.stack(losses), torch.stack(residuals), torch.stack(roots)
