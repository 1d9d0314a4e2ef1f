"""torch.nn.utils.clip_grad_norm_ and an average with a decay that warms up: update.json."""

import json
import sys

import torch

torch.manual_seed(7)


def clipped(scale, largest):
    grads = [torch.randn(3, 2) * scale, -torch.rand(4) * scale, torch.tensor(-2.0) * scale]
    parameters = [torch.nn.Parameter(torch.zeros_like(g)) for g in grads]
    for parameter, grad in zip(parameters, grads):
        parameter.grad = grad.clone()
    torch.nn.utils.clip_grad_norm_(parameters, largest)
    return {
        "largest": largest,
        "before": [g.flatten().tolist() for g in grads],
        "after": [p.grad.flatten().tolist() for p in parameters],
    }


def average(decay, updates):
    weights = torch.tensor([1.0, -2.0, 0.5])
    mean = weights.clone()
    rows = []
    for n in range(1, updates + 1):
        weights = weights + torch.randn(3)
        mean = mean.lerp(weights, 1 - min(decay, (1 + n) / (10 + n)))
        rows.append({"weights": weights.tolist(), "average": mean.tolist()})
    return rows


json.dump(
    {
        "clip": [clipped(1, 1), clipped(100, 1), clipped(0.01, 1), clipped(1e4, 0.5)],
        "average": average(0.5, 30),
    },
    sys.stdout,
    indent=1,
)
