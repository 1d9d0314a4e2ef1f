"""Learning rates of torch.optim.lr_scheduler, each divided by the optimizer's own: schedules.json."""

import json
import sys

import torch
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    OneCycleLR,
    ReduceLROnPlateau,
    SequentialLR,
    StepLR,
)

RATE = 0.1
STEPS = 20
MEASURES = [0.5, 0.6, 0.6, 0.59, 0.60001, 0.7, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.8]


def sgd():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)


def factors(make, steps=STEPS):
    optimizer = sgd()
    schedule = make(optimizer)
    out = []
    for _ in range(steps):
        out.append(optimizer.param_groups[0]["lr"] / RATE)
        optimizer.step()
        schedule.step()
    return out


def warmed(warmup, make):
    def both(optimizer):
        first = LinearLR(optimizer, start_factor=1 / (warmup + 1), total_iters=warmup)
        return SequentialLR(optimizer, [first, make(optimizer)], [warmup])

    return factors(both)


def plateau(mode, measures):
    optimizer = sgd()
    schedule = ReduceLROnPlateau(
        optimizer, mode=mode, factor=0.5, patience=1, threshold=0.01, cooldown=2, min_lr=0.03, eps=0
    )
    out = []
    for measure in measures:
        schedule.step(measure)
        out.append(optimizer.param_groups[0]["lr"] / RATE)
    return out


golden = {
    "linear": factors(lambda o: LinearLR(o, 1.0, 0.1, STEPS)),
    "cosine": factors(lambda o: CosineAnnealingLR(o, STEPS, eta_min=0.05 * RATE)),
    "step": factors(lambda o: StepLR(o, 6, 0.3)),
    "one-cycle": factors(
        lambda o: OneCycleLR(
            o, RATE, STEPS, pct_start=0.3, div_factor=25, final_div_factor=1e4, cycle_momentum=False
        )
    ),
    "warm cosine": warmed(5, lambda o: CosineAnnealingLR(o, STEPS - 5)),
    "warm step": warmed(4, lambda o: StepLR(o, 6, 0.3)),
    "measures": MEASURES,
    "plateau max": plateau("max", MEASURES),
    "plateau min": plateau("min", [1 / m for m in MEASURES]),
}
json.dump(golden, sys.stdout, indent=1)
