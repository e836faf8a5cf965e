"""Networks in PyTorch as a user writes them: SGD steps by autograd and by hand, and mu with g for the leading directions by the Gram
trick. The data are random: only times are taken from here."""
import torch
import torch.nn.functional as F

DTYPES = {"f32": torch.float32, "f64": torch.float64}


def job(request):
    torch.manual_seed(1)
    net = NETS[request["net"]["kind"]](request["net"], DTYPES[request["precision"]])
    if request["kind"] == "mu":
        return lambda: mu(net, request["k"], request["way"])
    batches = torch.randint(0, net.n, (request["steps"], net.B))
    ways = {"autograd": adam_step(net) if request.get("rule") == "adam" else autograd_step, "by hand": hand_step}
    step = ways[request["way"]]

    def steps():
        for batch in batches:
            X, y = (net.X, net.y) if net.B == net.n else (net.X[batch], net.y[batch])
            step(net, X, y)

    return steps


def autograd_step(net, X, y):
    gradients = torch.autograd.grad(net.loss(X, y), net.theta)
    with torch.no_grad():
        for t, g in zip(net.theta, gradients):
            t.sub_(g, alpha=1e-4)


def adam_step(net):
    optimizer = torch.optim.Adam(net.theta, lr=1e-4)

    def step(net, X, y):
        optimizer.zero_grad(set_to_none=True)
        net.loss(X, y).backward()
        optimizer.step()

    return step


@torch.no_grad()
def hand_step(net, X, y):
    for t, g in zip(net.theta, net.gradients(X, y)):
        t.sub_(g, alpha=1e-4)


@torch.no_grad()
def mu(net, k, way):
    K, r = net.gram()
    q = r * r
    K2 = K * K
    trace = (q @ K2).sum() / (q.mean() * K2.sum())
    if way == "eigh":
        values, vectors = torch.linalg.eigh(K)
        vectors = vectors[:, -k:]
    else:
        values, vectors = torch.lobpcg(K, k)
    g = q @ (vectors * vectors) / q.mean()
    return trace.item(), g.tolist()


class Base:
    """A network with its data; every parameter takes gradients."""

    def __init__(self, net, dtype, inputs, theta):
        self.n, self.B = net["n"], net["B"]
        self.X, self.y = torch.randn(self.n, *inputs, dtype=dtype), torch.randn(self.n, dtype=dtype)
        self.theta = [t.to(dtype).requires_grad_() for t in theta]

    def loss(self, X, y):
        return 0.5 * ((self.forward(X) - y) ** 2).mean()


class TwoLayer(Base):
    def __init__(self, net, dtype):
        d, m = net["d"], net["m"]
        super().__init__(net, dtype, (d,), [torch.randn(m, d) / d**0.5, torch.randn(m)])
        self.scale = m**-0.5

    def forward(self, X):
        W, a = self.theta
        return self.scale * (torch.relu(X @ W.T) @ a)

    def gradients(self, X, y):
        W, a = self.theta
        z = X @ W.T
        on = z > 0
        phi = z.clamp_(min=0)
        r = (self.scale * (phi @ a) - y) * (self.scale / len(X))
        return ((on * a).mul_(r[:, None])).T @ X, phi.T @ r

    def gram(self):
        W, a = self.theta
        z = self.X @ W.T
        on = z > 0
        phi = z.clamp_(min=0)
        adjoint = on * (self.scale * a)
        K = (adjoint @ adjoint.T) * (self.X @ self.X.T) + self.scale**2 * (phi @ phi.T)
        return K, self.scale * (phi @ a) - self.y


class Mlp(Base):
    def __init__(self, net, dtype):
        widths = net["widths"]
        theta = []
        for i, o in zip(widths, widths[1:]):
            theta += [torch.randn(o, i) / i**0.5, torch.zeros(o)]
        super().__init__(net, dtype, (widths[0],), theta)

    def layers(self):
        return list(zip(self.theta[::2], self.theta[1::2]))

    def forward(self, X):
        *hidden, (W, b) = self.layers()
        for V, c in hidden:
            X = torch.relu(F.linear(X, V, c))
        return F.linear(X, W, b)[:, 0]

    def gradients(self, X, y):
        layers, inputs = self.layers(), [X]
        for V, c in layers[:-1]:
            inputs.append(torch.relu_(F.linear(inputs[-1], V, c)))
        delta = (F.linear(inputs[-1], *layers[-1]) - y[:, None]) / len(X)
        found = []
        for (W, _), x in zip(layers[::-1], inputs[::-1]):
            found += [delta.sum(0), delta.T @ x]
            delta = (delta @ W) * (x > 0)
        return found[::-1]


class Cnn(Base):
    """3 x 3 convolutions with padding 1, ReLU and 2 x 2 averages, then a dense output."""

    def __init__(self, net, dtype):
        theta, channels, side = [], 1, net["side"]
        for filters in net["filters"]:
            theta += [torch.randn(filters, channels, 3, 3) / (9 * channels) ** 0.5, torch.zeros(filters)]
            channels, side = filters, side // 2
        theta += [torch.randn(1, channels * side * side) / (channels * side * side) ** 0.5, torch.zeros(1)]
        super().__init__(net, dtype, (1, net["side"], net["side"]), theta)
        self.test = torch.randn(500, 1, net["side"], net["side"], dtype=dtype)

    def forward(self, X, keep=None):
        *convolutions, (W, b) = list(zip(self.theta[::2], self.theta[1::2]))
        for V, c in convolutions:
            z = F.conv2d(X, V, c, padding=1)
            if keep is not None:
                keep.append((X, z))
            X = F.avg_pool2d(torch.relu(z), 2)
        X = X.flatten(1)
        if keep is not None:
            keep.append((X, None))
        return F.linear(X, W, b)[:, 0]

    def gradients(self, X, y):
        kept = []
        r = (self.forward(X, kept) - y) / len(X)
        found = [r.sum()[None], r[None] @ kept[-1][0]]
        for V, delta, (x, _) in self.deltas(r, kept):
            grad = torch.ops.aten.convolution_backward(delta, x, V, [len(V)], [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [False, True, True])
            found += [grad[2], grad[1]]
        return found[::-1]

    def deltas(self, r, kept):
        """Derivatives of sum r_i f_i by what comes out of each convolution, from the last to the first."""
        up = r[:, None] * self.theta[-2]
        for l in range(len(kept) - 2, -1, -1):
            x, z = kept[l]
            small = up.reshape(len(z), z.shape[1], z.shape[2] // 2, z.shape[3] // 2) / 4
            wide = F.pad(
                small.repeat_interleave(2, 2).repeat_interleave(2, 3), (0, z.shape[3] - 2 * small.shape[3], 0, z.shape[2] - 2 * small.shape[2])
            )
            delta = wide * (z > 0)
            yield self.theta[2 * l], delta, kept[l]
            if l > 0:
                up = F.conv_transpose2d(delta, self.theta[2 * l], padding=1)

    def gram(self):
        """Per-sample gradients are small here (409 parameters): K = J J^T. Test images too, as in our measurement."""
        kept = []
        f = self.forward(self.X, kept)
        parts = [kept[-1][0], torch.ones(self.n, 1, dtype=f.dtype)]
        for V, delta, (x, _) in self.deltas(torch.ones_like(f), kept):
            patches = F.unfold(x, 3, padding=1)
            flat = delta.flatten(2)
            parts += [torch.bmm(flat, patches.transpose(1, 2)).flatten(1), flat.sum(2)]
        J = torch.cat(parts, 1)
        self.forward(self.test)
        return J @ J.T, f - self.y


class Transformer(Base):
    """Blocks of causal self-attention and of two layers with ReLU, each beside its input behind a layer norm; the answer from the last token."""

    def __init__(self, net, dtype):
        width, mlp, T = net["width"] * net["heads"], net["mlp"], net["places"]
        sizes = [(width, net["channels"])] + net["blocks"] * [(3 * width, width), (width, width), (mlp, width), (width, mlp)] + [(net["classes"], width)]
        theta = [t for o, i in sizes for t in (torch.randn(o, i) / i**0.5, torch.zeros(o))]
        super().__init__(net, dtype, (T, net["channels"]), theta)
        self.y = torch.randint(0, net["classes"], (self.n,))
        self.blocks, self.heads = net["blocks"], net["heads"]
        self.hidden = torch.full((T, T), float("-inf"), dtype=dtype).triu(1)

    def loss(self, X, y):
        return F.cross_entropy(self.forward(X), y)

    def forward(self, X):
        layers = iter(zip(self.theta[::2], self.theta[1::2]))
        through = lambda x: F.linear(x, *next(layers))
        norm = lambda x: F.layer_norm(x, x.shape[-1:])
        x = through(X)
        for _ in range(self.blocks):
            q, k, v = through(norm(x)).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
            weights = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + self.hidden, -1)
            x = x + through((weights @ v).transpose(1, 2).flatten(2))
            x = x + through(torch.relu(through(norm(x))))
        return through(norm(x)[:, -1])


NETS = {"two-layer": TwoLayer, "mlp": Mlp, "cnn": Cnn, "transformer": Transformer}
