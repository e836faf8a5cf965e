/** What writes measurements of one checkpoint, as docs/own-models.md has it too. */
export const TEN_LINES = {
  PyTorch: `import numpy as np, torch

parameters = [w for w in model.parameters() if w.requires_grad]
f = model(X).reshape(len(X), -1)                                   # n×C outputs
rows = [torch.cat([g.flatten() for g in torch.autograd.grad(f[i, c], parameters, retain_graph=True)])
        for i in range(f.shape[0]) for c in range(f.shape[1])]
np.savez('measured.npz',
         residuals=(f - y.reshape(f.shape)).detach().numpy(),
         jacobian=torch.stack(rows).reshape(*f.shape, -1).numpy(),
         step=step, lr=lr, batch_size=B)
`,
  JAX: `import jax, numpy as np
from jax.flatten_util import ravel_pytree

theta, unravel = ravel_pytree(params)
f = lambda theta: apply(unravel(theta), X).reshape(len(X), -1)     # n×C outputs
np.savez('measured.npz', residuals=f(theta) - y.reshape(len(X), -1), jacobian=jax.jacrev(f)(theta),
         step=step, lr=lr, batch_size=B)
`,
} as const
