#!/usr/bin/env python3
"""Peer for side-by-side timing: the dense product W_out W_in (n × m by m × n) as PyTorch computes it. Prints one JSON line.

  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 peer_product.py --n 1024 --m 256
"""
import argparse
import json
import time

import torch

ap = argparse.ArgumentParser()
ap.add_argument("--n", type=int, default=1024)
ap.add_argument("--m", type=int, default=256)
ap.add_argument("--seconds", type=float, default=2)
ap.add_argument("--threads", type=int, default=1)
a = ap.parse_args()

torch.manual_seed(0)
torch.set_num_threads(a.threads)
w_out = torch.randn(a.n, a.m)
w_in = torch.randn(a.m, a.n)
w = torch.empty(a.n, a.n)
torch.mm(w_out, w_in, out=w)
times = []
begin = time.perf_counter()
while len(times) < 3 or time.perf_counter() - begin < a.seconds:
    start = time.perf_counter()
    torch.mm(w_out, w_in, out=w)
    times.append(1e3 * (time.perf_counter() - start))
ms = sorted(times)[len(times) // 2]
print(json.dumps(dict(peer="pytorch-product", version=torch.__version__, n=a.n, m=a.m, threads=a.threads,
                      ms_product=ms, gflops=2e-6 * a.n * a.n * a.m / ms)))
