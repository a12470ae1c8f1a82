#!/usr/bin/env python3
"""Superpose beside PyTorch, one thread each, taken in turns: every row of the targets.

  src/bench/compare.py                             # all rows, five pairs each; about an hour
  src/bench/compare.py --rows step,dense --pairs 9 --cpu 1
  src/bench/compare.py --list

Needs PyTorch for the peers (Debian: apt install python3-torch); this script itself needs only the standard library.
A ratio is the median over pairs of (peer's time / ours), the spread is that of the pairs; of "statistics" it is ours over the product.
Ours of a "loss" row is the median of five models trained in one JVM, evaluation and statistics included: the first also waits for the compiler.
Prints a table in Markdown; progress goes to stderr.
"""
import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
SAMPLES = 1024
# The densities of peer_instances.py: 20^(-i/9).
DENSITIES = [20 ** (-i / 9) for i in range(10)]

# name, group, least ratio, aim, what to run
ROWS = [
    dict(name="step-128", group="step", n=128, m=32, density=0.05, steps=1000, least=3, aim=6),
    dict(name="step-512", group="step", n=512, m=128, density=0.045, steps=300, least=2.5, aim=5),
    dict(name="step-2048", group="step", n=2048, m=512, density=0.05, steps=40, least=1.7, aim=3),
    dict(name="dense-128", group="dense", n=128, m=32, density=1.0, steps=1000, least=1.3, aim=2),
    dict(name="dense-512", group="dense", n=512, m=128, density=1.0, steps=300, least=1.3, aim=2),
    dict(name="dense-2048", group="dense", n=2048, m=512, density=1.0, steps=40, least=1.3, aim=2),
    dict(name="small-5", group="small", n=5, m=2, steps=400, least=10, aim=25),
    dict(name="small-20", group="small", n=20, m=5, steps=300, least=10, aim=25),
    dict(name="small-100", group="small", n=100, m=20, steps=100, least=5, aim=10),
    dict(name="loss-128", group="loss", n=128, m=64, density=0.1, least=20, aim=50),
    dict(name="loss-512", group="loss", n=512, m=128, density=0.045, least=20, aim=50),
    dict(name="statistics-1024", group="statistics", n=1024, m=256, least=2, aim=1.2),
    dict(name="statistics-4096", group="statistics", n=4096, m=1024, least=2, aim=1.2),
    dict(name="statistics-4096-narrow", group="statistics", n=4096, m=512, least=2, aim=1.2),
    dict(name="sweep-400", group="sweep", n=256, m=64, least=0.9, aim=0.97),
    dict(name="memory-2048", group="memory", n=2048, m=512, density=0.05, least=1.5, aim=1.1),
    dict(name="memory-4096", group="memory", n=4096, m=1024, density=0.05, least=1.5, aim=1.1),
]


def say(text):
    print(text, file=sys.stderr, flush=True)


class Runner:
    """Runs ours and the peers in one environment: one thread, one processor if taskset can hold them there."""

    def __init__(self, options):
        self.options = options
        self.environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
        self.prefix = []
        if options.cpu is not None and shutil.which("taskset"):
            self.prefix = ["taskset", "-c", str(options.cpu)]
        self.core = ""

    def output(self, command, environment=None, held=True):
        done = subprocess.run((self.prefix if held else []) + [str(word) for word in command], env=environment or self.environment,
                              cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done

    def peer(self, script, **arguments):
        return json.loads(self.output([self.options.python, HERE / script, *flags(arguments)]).stdout)

    def ours(self, command, *words, **arguments):
        done = self.output([PROJECT / "submit.sh", command, *words, *flags(arguments), "--format", "json"])
        return [json.loads(line) for line in done.stdout.splitlines()]

    def check_peer(self):
        """PyTorch must be there, and its OpenBLAS must use what the processor has: it falls back to SSE on processors newer than it."""
        probe = [self.options.python, "-c", "import torch; print(torch.__version__); torch.mm(torch.ones(64, 64), torch.ones(64, 64))"]
        verbose = dict(self.environment, OPENBLAS_VERBOSE="2")
        done = subprocess.run(probe, env=verbose, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            sys.exit(f"{self.options.python} has no PyTorch, which the peers need: apt install python3-torch "
                     "(Debian, Ubuntu), or name another Python with --python")
        found = re.search(r"Core: (\S+)", done.stdout)
        if not found:
            self.core = "not OpenBLAS"
            return
        self.core = found.group(1)
        better = better_core(self.core, processor_flags())
        if better and "OPENBLAS_CORETYPE" not in os.environ:
            say(f"OpenBLAS takes this processor for {self.core}, which has no AVX: OPENBLAS_CORETYPE={better} is set for it")
            self.environment["OPENBLAS_CORETYPE"] = better
            self.core = f"{better} (by itself {self.core})"


def flags(arguments):
    return [word for key, value in arguments.items() for word in ("--" + key.replace("_", "-"), str(value))]


def processor_flags():
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return set()
    found = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
    return set(found.group(1).split()) if found else set()


def better_core(core, known):
    """The core type to set where OpenBLAS chose one that leaves vectors unused; None where it chose well."""
    wide = {"skylakex", "cooperlake", "sapphirerapids"}
    medium = {"haswell", "zen"} | wide
    if "avx512vl" in known and "avx512dq" in known and core.lower() not in wide | {"zen"}:
        return "SkylakeX"
    if "avx2" in known and "fma" in known and core.lower() not in medium:
        return "Haswell"
    return None


def step(run, row):
    peer = run.peer("peer_untied.py", n=row["n"], m=row["m"], density=row["density"], steps=row["steps"])
    ours = run.ours("bench", "--kernel", "cpu", n=row["n"], m=row["m"], density=row["density"],
                    seconds=run.options.seconds)[0]
    return ours["ms_per_step"], peer["ms_per_step"]


def small(run, row):
    peer = run.peer("peer_instances.py", n=row["n"], m=row["m"], steps=row["steps"])
    ours = run.ours("bench", "--kernel", "cpu", "--tied", n=row["n"], m=row["m"],
                    density=",".join(f"{p:.9g}" for p in DENSITIES), seconds=run.options.seconds / 4)
    return statistics.fmean(one["ms_per_step"] for one in ours), peer["us_per_model_step"] / 1000


def trained(run, row, recipe, seeds=1):
    """Seconds and losses of models of one shape, the first one first, from the table that a sweep leaves."""
    with tempfile.TemporaryDirectory() as folder:
        sweep = Path(folder, "point.json")
        sweep.write_text(json.dumps(dict(name="compare", grid=dict(n=row["n"], m=row["m"], density=row["density"]),
                                         seeds=seeds, training=dict(recipe=recipe), measure=dict(features=False, curve=0))))
        out = Path(folder, "out")
        run.output([PROJECT / "submit.sh", "--master", "local[1]", "run", sweep, "--out", out])
        return run.ours("sql", "--out", out, "select seconds, steps, loss, loss_train from models order by started_at")


def loss(run, row):
    if "until" not in row:
        paper = trained(run, row, "paper")[0]
        row["until"] = paper["loss_train"]
        say(f"  recipe paper ends at {paper['loss_train']:.6f} after {paper['steps']} steps")
    models = trained(run, row, "quick", seeds=5)
    worst = max(model["loss"] for model in models)
    if worst > row["until"]:
        row["missed"] = row["note"] = f"recipe quick ended at {worst:.6f}"
    peer = run.peer("peer_untied.py", n=row["n"], m=row["m"], density=row["density"], until_loss=row["until"])
    if peer["loss"] > row["until"]:
        row["note"] = f"the peer stopped at {peer['loss']:.6f} after {peer['steps']} steps"
    seconds = [model["seconds"] for model in models]
    say(f"  first model of the JVM {seconds[0]:.3g} s, the others {min(seconds[1:]):.3g} to {max(seconds[1:]):.3g} s; "
        f"peer {peer['steps']} steps")
    return 1e3 * statistics.median(seconds), 1e3 * peer["seconds"]


def measure(run, row):
    peer = run.peer("peer_product.py", n=row["n"], m=row["m"])
    ours = run.ours("bench", "--statistics", n=row["n"], m=row["m"], seconds=run.options.seconds)[0]
    row["note"] = f"features aside {ours['ms_scalars']:.3g} ms; our product {ours['ms_product']:.3g} ms ({ours['product']})"
    return ours["ms_statistics"], min(peer["ms_product"], ours["ms_product"])


def sweep(run, row):
    """Core-seconds of the models, those of helping cores included, and slots × wall from the start of the driver's work to the end of the sweep."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sweep.json")
        file.write_text(json.dumps(dict(name="compare", seeds=4, grid=dict(
            n=[32, 64, 128, row["n"]], ratio=dict(linspace=[0.05, 0.8, 5]), density=dict(logspace=[0.01, 1, 5])),
                                        training=dict(recipe="quick"))))
        out = Path(folder, "out")
        run.output([PROJECT / "submit.sh", "run", file, "--out", out], held=False)
        times = run.ours("sql", "--out", out, "select sum(core_seconds) seconds, count(*) models from models")[0]
        invocation = json.loads(next(Path(out, "invocations").glob("*.json")).read_text())
        wall = (instant(invocation["ended_at"]) - instant(invocation["started_at"])).total_seconds()
        row["note"] = f"{times['models']} models on {os.cpu_count()} slots in {wall:.0f} s"
        return os.cpu_count() * wall, times["seconds"]


def instant(text):
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d*Z$|Z$", r"\1+00:00", text))


def memory(run, row):
    ours = run.ours("bench", "--kernel", "cpu", n=row["n"], m=row["m"], density=row["density"], seconds=0)[0]
    return ours["session_bytes"] / 2**20, ours["session_bytes"] / ours["memory_ratio"] / 2**20


GROUPS = {
    "step": ("training step", "ms", step, True),
    "dense": ("training step, dense data", "ms", step, True),
    "small": ("small model, a step", "ms", small, True),
    "loss": ("to the loss of `paper`", "ms", loss, True),
    "statistics": ("statistics, against the product", "ms", measure, False),
    "sweep": ("core-seconds of 400 models, of slots × wall", "s", sweep, True),
    "memory": ("memory, against what it must hold", "MiB", memory, False),
}


def chosen(names):
    if not names:
        return ROWS
    wanted = names.split(",")
    unknown = [name for name in wanted if name not in GROUPS and name not in [row["name"] for row in ROWS]]
    if unknown:
        sys.exit(f"no rows named {', '.join(unknown)}; --list shows them")
    return [row for row in ROWS if row["name"] in wanted or row["group"] in wanted]


def compare(run, row):
    title, unit, pair, faster = GROUPS[row["group"]]
    # bytes do not vary; a sweep is a mean over its models
    pairs = 1 if row["group"] in ("memory", "sweep") else run.options.pairs
    taken = []
    for q in range(pairs):
        ours, other = pair(run, row)
        taken.append((ours, other))
        say(f"{row['name']} {q + 1}/{pairs}: ours {ours:.4g} {unit}, the other {other:.4g} {unit}")
    ratios = sorted(other / ours if faster else ours / other for ours, other in taken)
    middle = statistics.median(ratios)
    shape = f"{row['n']} × {row['m']}" + (f", p = {row['density']:g}" if "density" in row else "")
    met = lambda bound: middle >= bound if faster else middle <= bound
    verdict = "**missed**" if "missed" in row else "aim" if met(row["aim"]) else "at least" if met(row["least"]) else "**missed**"
    sign = "≥" if faster else "≤"
    return [f"{title}: {shape}", f"{statistics.median(o for o, _ in taken):.4g} {unit}",
            f"{statistics.median(p for _, p in taken):.4g} {unit}", f"**{middle:.2f}**",
            f"{ratios[0]:.2f} … {ratios[-1]:.2f}", f"{sign} {row['least']:g}, aim {row['aim']:g}", verdict,
            row.get("note", "")]


def machine(run):
    model = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE) \
        if Path("/proc/cpuinfo").exists() else None
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines() \
        if shutil.which("java") else []
    torch = run.output([run.options.python, "-c", "import torch; print(torch.__version__)"]).stdout.strip()
    commit = subprocess.run(["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True).stdout.strip()
    return "; ".join([model.group(1) if model else platform.processor() or platform.machine(),
                      f"{os.cpu_count()} processors", java[0] if java else "Java unknown",
                      f"PyTorch {torch}, OpenBLAS core {run.core}", f"commit {commit or 'unknown'}",
                      f"{run.options.pairs} pairs"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", help="names or groups of rows, with commas; default: all")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="how long ours is timed in each pair")
    parser.add_argument("--cpu", type=int, help="hold both on this processor (taskset)")
    parser.add_argument("--python", default=sys.executable, help="the Python that has PyTorch")
    options = parser.parse_args()
    if options.list:
        for row in ROWS:
            print(row["group"], row["name"], sep="\t")
        return
    rows = chosen(options.rows)
    run = Runner(options)
    run.check_peer()
    say(machine(run))
    table = [["", "ours", "the other", "ratio", "spread", "target", "reached", ""], ["---"] * 8]
    table += [compare(run, row) for row in rows]
    print(f"{machine(run)}\n")
    for line in table:
        print("| " + " | ".join(line) + " |")


if __name__ == "__main__":
    main()
