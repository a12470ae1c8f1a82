#!/usr/bin/env python3
"""Losses and gradients of every model variant by PyTorch's autograd, in double precision: the test data of GoldenGradientsTest.

  src/bench/golden_gradients.py > src/test/resources/golden/gradients.json

Needs PyTorch (Debian: apt install python3-torch; that one needs /usr/bin/python3). Takes a few seconds and gives the same file every time
with the same PyTorch; another version may change last digits. Nothing here comes from the Java code: the script draws the parameters and
the batches with its own generator and writes them beside what it computes, and each function is the one of PyTorch's library.

  a = W_out phi(W_in x) + b        L = (1/B) sum_s (1/n) sum_i I_i(x_s) (x_si - psi(a_s)_i)^2

Parameters and inputs are decimal fractions of three digits, rounded to float as the kernels hold them and then computed with in double
precision. A draw is kept only if no number of any case lies within MARGIN of a place where its function has a kink or a jump, so that
rounding cannot change a decision, and if every tensor of every case has a gradient to speak of. Exact zeros, which come about where no
summand is other than zero, may lie on a kink.
"""
import json
import random
import sys

import torch
from torch.nn import functional

MARGIN = 1e-4
LEAST_GRADIENT = 1e-3
SHAPES = [dict(n=5, m=2, batch=4, k=2), dict(n=19, m=7, batch=67, k=4), dict(n=19, m=17, batch=5, k=4)]
OUTPUTS = ["identity", "relu", "leaky_relu", "soft_threshold", "top_k", "trec", "gated"]
PARAMETERS = {"leaky_relu": 0.1, "soft_threshold": 0.3, "trec": 0.2, "gated": 0.15}
BATCHES = {"dense": 1.0, "sparse": 0.2}
IMPORTANCES = [
    {"decay": 1.0},
    {"decay": 0.8},
    {"last": 3.0},
    {"decay": 0.9, "size": 3, "otherwise": 0.25},
]


def drawn(shape, generator):
    """W_in (m x n), W_out (n x m), b (n) and the batches (B x n) of one shape."""
    n, m = shape["n"], shape["m"]
    normal = lambda spread: round(generator.gauss(0, spread), 3)
    encoder = [[normal(m**-0.5) for _ in range(n)] for _ in range(m)]
    decoder = [[round(encoder[k][i] + normal(0.3 * m**-0.5), 3) for k in range(m)] for i in range(n)]
    bias = [round(normal(0.2) - 0.05, 3) for _ in range(n)]
    value = lambda density: generator.randint(1, 999) / 1000 if generator.random() < density else 0
    batches = {
        name: [[value(density) for _ in range(n)] for _ in range(shape["batch"])] for name, density in BATCHES.items()
    }
    return {"n": n, "m": m, "W_in": encoder, "W_out": decoder, "b": bias, "batches": batches}


def variants(shape):
    """What the cases of one shape are: all 56 variants twice for the smallest, one of each output for the next, two for the last."""
    if shape is SHAPES[0]:
        for kind, output in enumerate(OUTPUTS):
            for number in range(16):
                tied, hidden, bias, sparse = (number >> bit & 1 for bit in range(4))
                # of each output, hidden layer and bias every importance occurs
                yield output, tied, hidden, bias, sparse, (kind + 2 * hidden + bias + tied + 2 * sparse) % 4
    elif shape is SHAPES[1]:
        for kind, output in enumerate(OUTPUTS):
            yield output, kind % 2, kind // 2 % 2, (kind + 1) % 3 > 0, kind // 3 % 2, kind % 4
    else:
        yield "relu", 0, 0, 1, 0, 1
        yield "gated", 1, 1, 1, 1, 3


def cases(shape):
    for output, tied, hidden, bias, sparse, importance in variants(shape):
        parameter = shape["k"] if output == "top_k" else PARAMETERS.get(output, 0)
        yield {
            "shape": "{n}x{m}".format(**shape),
            "batch": list(BATCHES)[sparse],
            "tied": bool(tied),
            "hidden": "relu" if hidden else "identity",
            "output": output,
            "parameter": parameter,
            "bias": bool(bias),
            "importance": IMPORTANCES[importance],
        }


def importance(case, x):
    """I_i(x), B x n."""
    given = case["importance"]
    size, n = x.shape
    weights = torch.ones(n, dtype=torch.float64)
    if "last" in given:
        weights[-1] = given["last"]
    else:
        weights = given["decay"] ** torch.arange(n, dtype=torch.float64)
    weights = weights.repeat(size, 1)
    if "size" in given:
        for i in range(n):
            key = i - i % given["size"]
            if i != key:
                weights[:, i] *= torch.where(x[:, key] > 0, 1.0, given["otherwise"])
    return weights


def away(values, kink=0.0):
    """How far the nearest of the values that are not zero is from a kink."""
    return (values[values != 0] - kink).abs().min().item() if (values != 0).any() else 1.0


def outputs(case, a):
    """psi(a), B x n, and how far the nearest decision is."""
    kind, parameter = case["output"], case["parameter"]
    if kind == "identity":
        return a, 1.0
    if kind == "relu":
        return functional.relu(a), away(a)
    if kind == "leaky_relu":
        return functional.leaky_relu(a, parameter), away(a)
    if kind == "soft_threshold":
        return functional.softshrink(a, parameter), away(a.abs(), parameter)
    if kind == "trec":
        return functional.threshold(a, parameter, 0.0), away(a, parameter)
    if kind == "gated":
        return a * torch.sigmoid(a / parameter), 1.0
    if kind == "top_k":
        values, places = torch.topk(a, parameter + 1, dim=1)
        kept = torch.zeros_like(a).scatter(1, places[:, :parameter], 1.0)
        gaps = values[:, parameter - 1] - values[:, parameter]
        decided = gaps[values[:, parameter - 1] > 0]
        return functional.relu(a) * kept, min([away(a), *decided.tolist()])
    raise ValueError(kind)


def solved(case, inputs):
    """The case with its loss and gradients, and whether it may be kept."""
    tensor = lambda values: torch.tensor(values, dtype=torch.float32).double()
    x = tensor(inputs["batches"][case["batch"]])
    tensors = {"W_in": tensor(inputs["W_in"]).requires_grad_()}
    if not case["tied"]:
        tensors["W_out"] = tensor(inputs["W_out"]).requires_grad_()
    if case["bias"]:
        tensors["b"] = tensor(inputs["b"]).requires_grad_()
    z = x @ tensors["W_in"].T
    margin = 1.0
    if case["hidden"] == "relu":
        margin = away(z)
        z = functional.relu(z)
    a = z @ (tensors["W_in"] if case["tied"] else tensors["W_out"].T) + tensors.get("b", 0)
    reconstruction, distance = outputs(case, a)
    loss = (importance(case, x) * (x - reconstruction) ** 2).mean()
    loss.backward()
    speaking = all(value.grad.abs().max() >= LEAST_GRADIENT for value in tensors.values())
    gradients = {name: value.grad.flatten().tolist() for name, value in tensors.items()}
    return {**case, "loss": loss.item(), "gradients": gradients}, speaking and min(margin, distance) >= MARGIN


def settled(shape):
    """Inputs of one shape that keep every case away from its decisions, and the solved cases."""
    for seed in range(100000):
        inputs = drawn(shape, random.Random(seed))
        results = []
        for case in cases(shape):
            result, kept = solved(case, inputs)
            if not kept:
                break
            results.append(result)
        else:
            print(f"{shape}: seed {seed}, {len(results)} cases", file=sys.stderr)
            return inputs, results
    raise SystemExit(f"no draw of {shape} keeps away from every kink and jump")


def main():
    solutions = [settled(shape) for shape in SHAPES]
    dumped = lambda value: json.dumps(value, separators=(",", ":"))
    lines = lambda values: ",\n".join(values)
    print('{"made_by":"src/bench/golden_gradients.py with PyTorch ' + torch.__version__ + '",')
    print('"shapes":{')
    print(lines(dumped("{n}x{m}".format(**inputs)) + ":" + dumped(inputs) for inputs, _ in solutions))
    print('},\n"cases":[')
    print(lines(dumped(result) for _, results in solutions for result in results))
    print("]}")


main()
