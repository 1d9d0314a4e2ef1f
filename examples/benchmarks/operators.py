"""The PyTorch side of operators.sh, and its table.

    operators.py measure REFERENCE.py CASES.json THREADS SECONDS [absent]
                                        one line for each operator: type, tab, milliseconds
    operators.py report BRAID PYTORCH   Markdown from such lines of several rounds

REFERENCE.py has create(type, {input: width}, **options), which makes a torch.nn.Module that is called with a
mapping of inputs and a mapping of masks or presences. With absent, the first sample lacks the first input.
"""
import importlib.util
import json
import statistics
import sys
import time


def measure(reference, cases, threads, seconds, absent=""):
    import torch

    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    spec = importlib.util.spec_from_file_location("reference", reference)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    print("PyTorch", torch.__version__, "threads", torch.get_num_threads(), file=sys.stderr)
    with open(cases) as file:
        groups = json.load(file)
    for group in groups:
        inputs, real = {}, {}
        for name, size in group["inputs"].items():
            shape = [group["batch"]] + ([size["tokens"]] if "tokens" in size else [])
            inputs[name] = torch.randn(*shape, size["width"])
            real[name] = torch.ones(shape, dtype=torch.bool)
        if absent:
            next(iter(real.values()))[0] = False
        for options in group["operators"]:
            options = dict(options)
            kind = options.pop("type")
            operator = module.create(kind, {m: size["width"] for m, size in group["inputs"].items()}, **options)
            with torch.no_grad():
                for parameter in operator.parameters():
                    parameter.normal_(0, 0.05)
                for buffer in operator.buffers():
                    if not buffer.is_floating_point():
                        buffer.random_(0, options["hidden"])
            print(kind, "%.4f" % (1000 * step_time(torch, operator, inputs, real, float(seconds))), sep="\t", flush=True)


def step_time(torch, operator, inputs, real, seconds):
    """The median of a step, forward and backward, after as long a time of steps to warm up."""
    with torch.no_grad():
        cotangent = torch.randn_like(operator(inputs, real))

    def step():
        leaves = {name: value.detach().requires_grad_() for name, value in inputs.items()}
        (operator(leaves, real) * cotangent).sum().backward()

    repeat(step, seconds)
    return statistics.median(repeat(step, seconds))


def repeat(step, seconds):
    times, end = [], time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return times


def report(braid, pytorch):
    braid, pytorch = read(braid), read(pytorch)
    if braid.keys() != pytorch.keys():
        sys.exit("only one side measured " + ", ".join(sorted(braid.keys() ^ pytorch.keys())))
    print("| operator | Braid, ms | PyTorch, ms | Braid / PyTorch | per round |")
    print("| --- | --- | --- | --- | --- |")
    ratios = []
    for kind in braid:
        ours, theirs = statistics.median(braid[kind]), statistics.median(pytorch[kind])
        ratios.append(ours / theirs)
        rounds = ", ".join("%.2f" % (a / b) for a, b in zip(braid[kind], pytorch[kind]))
        print("| %s | %.3f | %.3f | %.2f | %s |" % (kind, ours, theirs, ours / theirs, rounds))
    faster = sum(ratio <= 1 for ratio in ratios)
    print("\nMedian ratio over %d operators: %.2f (%.2f to %.2f); Braid is at least as fast in %d."
          % (len(ratios), statistics.median(ratios), min(ratios), max(ratios), faster))


def read(path):
    values = {}
    with open(path) as file:
        for line in file:
            kind, value = line.split("\t")
            values.setdefault(kind, []).append(float(value))
    return values


if __name__ == "__main__":
    {"measure": measure, "report": report}[sys.argv[1]](*sys.argv[2:])
