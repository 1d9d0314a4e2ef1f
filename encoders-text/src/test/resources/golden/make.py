#!/usr/bin/env python3
"""Writes the reference numbers of this folder's tests. Run beside this file, with torch 1.13.

Parameters come from a formula that Golden.java repeats; k counts a model's names in sorted order.
Everything is computed in double precision, dropout off.
"""
import math
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_default_dtype(torch.float64)
WORDS, EMBEDDING, WIDTH = 9, 3, 4
ROWS = [[2, 5, 3, 1, 4], [7], [6, 8, 2]]
LENGTHS = torch.tensor([len(row) for row in ROWS])
IDS = torch.tensor([row + [0] * (5 - len(row)) for row in ROWS])
MASK = torch.arange(5) < LENGTHS[:, None]


def numbers(shape, k, shift):
    i = torch.arange(math.prod(shape))
    return ((i * 7919 + k * 104729) % 10007 / 10007 - 0.5 + shift).reshape(shape)


def fill(parameters):
    for k, name in enumerate(sorted(parameters)):
        shift = 1 if "norm" in name and name.endswith("weight") else 0
        parameters[name].data = numbers(parameters[name].shape, k, shift)


def recurrent(cell, layers, bidirectional):
    embedding = nn.Embedding(WORDS, EMBEDDING)
    hidden = WIDTH // 2 if bidirectional else WIDTH
    net = (nn.LSTM if cell == "lstm" else nn.GRU)(
        EMBEDDING, hidden, layers, batch_first=True, bidirectional=bidirectional)
    parameters = {"embedding.weight": embedding.weight}
    parameters.update({cell + "." + n: p for n, p in net.named_parameters()})
    fill(parameters)
    packed = pack_padded_sequence(embedding(IDS), LENGTHS, batch_first=True, enforce_sorted=False)
    out, last = net(packed)
    last = last[0] if cell == "lstm" else last
    tokens = pad_packed_sequence(out, batch_first=True)[0]
    pooled = torch.cat([last[-2], last[-1]], 1) if bidirectional else last[-1]
    return parameters, pooled, tokens


def transformer(layers, learned, activation):
    embedding, norm = nn.Embedding(WORDS, WIDTH), nn.LayerNorm(WIDTH)
    parameters = {"embedding.weight": embedding.weight}
    positions = torch.zeros(5, WIDTH)
    if learned:
        positions = parameters["positions.weight"] = nn.Parameter(torch.zeros(6, WIDTH))
    else:
        for t in range(5):
            for i in range(0, WIDTH, 2):
                angle = t / 10000 ** (i / WIDTH)
                positions[t, i], positions[t, i + 1] = math.sin(angle), math.cos(angle)
    stack = [nn.TransformerEncoderLayer(
        WIDTH, 2, 6, 0, activation, batch_first=True, norm_first=True) for _ in range(layers)]
    ours = {"self_attn": "self_attention", "norm1": "norm_self", "norm2": "norm_feed_forward",
            "linear1": "feed_forward.linear1", "linear2": "feed_forward.linear2"}
    for number, layer in enumerate(stack):
        for name, parameter in layer.named_parameters():
            first, rest = name.split(".", 1)
            parameters[f"layers.{number}.{ours[first]}.{rest}"] = parameter
    parameters.update({"norm." + n: p for n, p in norm.named_parameters()})
    fill(parameters)
    x = embedding(IDS) + positions[:5]
    for layer in stack:
        x = layer(x, src_key_padding_mask=~MASK)
    tokens = norm(x) * MASK[..., None]
    return parameters, tokens.sum(1) / LENGTHS[:, None], tokens


def bag():
    embedding = nn.Embedding(WORDS, WIDTH)
    parameters = {"embedding.weight": embedding.weight}
    fill(parameters)
    tokens = embedding(IDS) * MASK[..., None]
    return parameters, tokens.sum(1) / LENGTHS[:, None], tokens


CASES = {
    "bag": bag(),
    "transformer sinusoidal": transformer(1, False, "gelu"),
    "transformer learned": transformer(2, True, "relu"),
}
for cell in "lstm", "gru":
    CASES[cell] = recurrent(cell, 1, False)
    CASES[cell + " deep"] = recurrent(cell, 2, False)
    CASES[cell + " bidirectional"] = recurrent(cell, 1, True)
    CASES[cell + " deep bidirectional"] = recurrent(cell, 2, True)

with open("encoders.txt", "w") as file:
    for case, (parameters, pooled, tokens) in CASES.items():
        weights = torch.sin(torch.arange(1.0, WIDTH + 1))
        ((pooled * weights).sum() + (tokens * tokens * weights).sum()).backward()
        values = {"pooled": pooled, "tokens": tokens}
        values.update({n: p.grad for n, p in sorted(parameters.items())})
        for name, value in values.items():
            line = " ".join(f"{v:.7g}" for v in value.flatten().tolist())
            file.write(f"{case} / {name}: {line}\n")
