"""Writes golden.json: fifty steps of every optimizer on given gradients, in float64.

Usage: python3 golden.py   (torch; lion is written out below, after algorithm 2 of Chen et al. 2023)

Parameter c gets gradients from step 21 on, as a part that is frozen at first.
Values are below one, as weights are: float32, which the tests compare, rounds a value v by up to
6e-8 v in every step, and fifty of that would be more than their 1e-6 where v is larger.
"""

import json
import pathlib

import torch

STEPS, LATE = 50, 20
torch.manual_seed(7)
SHAPES = {"a": (3, 4), "b": (5,), "c": (2, 1, 2)}
START = {name: torch.randn(shape) / 5 for name, shape in SHAPES.items()}
GRADIENTS = {name: torch.randn(STEPS, *p.shape) for name, p in START.items()}


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas, weight_decay):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, (beta1, beta2) = group["lr"], group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("exp_avg", torch.zeros_like(p))
                c = beta1 * m + (1 - beta1) * p.grad
                p -= lr * (torch.sign(c) + group["weight_decay"] * p)
                m.copy_(beta2 * m + (1 - beta2) * p.grad)


O = torch.optim
CASES = {
    "sgd": lambda p: O.SGD(p, lr=0.02),
    "sgd-momentum": lambda p: O.SGD(p, lr=0.02, momentum=0.9, dampening=0.3, weight_decay=0.1),
    "sgd-nesterov": lambda p: O.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.1),
    "adam": lambda p: O.Adam(p, lr=0.01, betas=(0.9, 0.99), eps=1e-7, weight_decay=0.1),
    "adamw": lambda p: O.AdamW(p, lr=0.01, betas=(0.9, 0.99), eps=1e-7, weight_decay=0.1),
    "rmsprop": lambda p: O.RMSprop(p, lr=0.002, alpha=0.95, eps=1e-6),
    "rmsprop-centered": lambda p: O.RMSprop(
        p, lr=0.002, alpha=0.95, eps=1e-6, centered=True, weight_decay=0.1
    ),
    "rmsprop-momentum": lambda p: O.RMSprop(p, lr=0.002, alpha=0.95, eps=1e-6, momentum=0.5),
    "rmsprop-all": lambda p: O.RMSprop(
        p, lr=0.002, alpha=0.95, eps=1e-6, momentum=0.5, centered=True, weight_decay=0.1
    ),
    "adagrad": lambda p: O.Adagrad(
        p, lr=0.05, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5, eps=1e-9
    ),
    "lion": lambda p: Lion(p, lr=0.01, betas=(0.9, 0.99), weight_decay=0.1),
}


def run(make):
    parameters = {name: p.double().clone().requires_grad_() for name, p in START.items()}
    optimizer = make(list(parameters.values()))
    for t in range(STEPS):
        for name, p in parameters.items():
            late = name == "c" and t < LATE
            p.grad = None if late else GRADIENTS[name][t].double().clone()
        optimizer.step()
    return {name: p.detach().flatten().tolist() for name, p in parameters.items()}


def main():
    golden = {
        "shapes": {name: list(p.shape) for name, p in START.items()},
        "start": {name: p.flatten().tolist() for name, p in START.items()},
        "gradients": {name: g.flatten(1).tolist() for name, g in GRADIENTS.items()},
        "end": {case: run(make) for case, make in CASES.items()},
    }
    text = json.dumps(golden, separators=(",", ":"))
    pathlib.Path(__file__).with_name("golden.json").write_text(text + "\n")


main()
