"""The PyTorch side of steps.sh, and its table.

    steps.py measure CASES.json THREADS STEPS    one line for each case: name, parameters, milliseconds, with tabs
    steps.py report BRAID PYTORCH                Markdown from such lines of several rounds

The models are written as one writes them in PyTorch. Where torch has a fused attention (2.0 and later),
nn.MultiheadAttention takes it by itself.
"""
import json
import statistics
import sys
import time


def models(torch):
    nn = torch.nn

    def block(inputs, outputs):
        return nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2))

    def head(width, answers):
        return nn.Sequential(nn.Linear(width, 256), nn.ReLU(), nn.Linear(256, answers))

    class LstmCnn(nn.Module):
        """Words -> LSTM, last real state; picture -> CNN, 4 x 4 cells -> vector; both side by side -> answers."""

        def __init__(self, words, answers):
            super().__init__()
            self.embedding = nn.Embedding(words, 128, padding_idx=0)
            self.lstm = nn.LSTM(128, 256, batch_first=True)
            self.picture = nn.Sequential(
                block(3, 32), block(32, 64), block(64, 128), nn.AdaptiveAvgPool2d(4), nn.Flatten(),
                nn.Linear(128 * 16, 256), nn.ReLU())
            self.head = head(512, answers)

        def forward(self, tokens, pictures):
            states, _ = self.lstm(self.embedding(tokens))
            text = states[torch.arange(len(tokens)), (tokens != 0).sum(1) - 1]
            return self.head(torch.cat((text, self.picture(pictures)), 1))

    class FeedForward(nn.Sequential):
        def __init__(self, width):
            super().__init__(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    class Stream(nn.Module):
        """One stream of a layer: attends the other one, then a feed-forward; the norm comes before each."""

        def __init__(self, width, heads):
            super().__init__()
            self.norm_cross, self.norm_feed_forward = nn.LayerNorm(width), nn.LayerNorm(width)
            self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
            self.feed_forward = FeedForward(width)

        def forward(self, x, query, memory, padding):
            found, _ = self.attention(query, memory, memory, key_padding_mask=padding, need_weights=False)
            x = x + found
            return x + self.feed_forward(self.norm_feed_forward(x))

    class CrossAttention(nn.Module):
        """Words and the places of a picture attend each other, layer by layer; the means of both -> answers."""

        def __init__(self, words, answers, width=256, heads=4, layers=2, places=49):
            super().__init__()
            self.embedding = nn.Embedding(words, width, padding_idx=0)
            self.picture = nn.Sequential(block(3, 16), block(16, 32))
            self.token = nn.Linear(32, width)
            self.position = nn.Parameter(0.02 * torch.randn(places, width))
            self.text_layers = nn.ModuleList(Stream(width, heads) for _ in range(layers))
            self.picture_layers = nn.ModuleList(Stream(width, heads) for _ in range(layers))
            self.text_norm, self.picture_norm = nn.LayerNorm(width), nn.LayerNorm(width)
            self.head = head(width, answers)

        def forward(self, tokens, pictures):
            padding = tokens == 0
            text = self.embedding(tokens)
            picture = self.token(self.picture(pictures).flatten(2).transpose(1, 2)) + self.position
            for for_text, for_picture in zip(self.text_layers, self.picture_layers):
                words, places = for_text.norm_cross(text), for_picture.norm_cross(picture)
                text, picture = (for_text(text, words, places, None), for_picture(picture, places, words, padding))
            real = (~padding).unsqueeze(2).float()
            text = (self.text_norm(text) * real).sum(1) / real.sum(1).clamp(min=1)
            return self.head((text + self.picture_norm(picture).mean(1)) / 2)

    return {"lstm-cnn": LstmCnn, "cross-attention": CrossAttention}


def measure(cases, threads, steps):
    import torch

    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    print("PyTorch", torch.__version__, "threads", torch.get_num_threads(), file=sys.stderr)
    with open(cases) as file:
        all_cases = json.load(file)
    for case in all_cases:
        model = models(torch)[case["name"]](case["words"] + 2, case["answers"])  # two more for padding and unknown
        parameters = sum(p.numel() for p in model.parameters() if p.requires_grad)
        milliseconds = 1000 * step_time(torch, model, case, int(steps))
        print(case["name"], parameters, "%.3f" % milliseconds, sep="\t", flush=True)


def step_time(torch, model, case, steps):
    """The median of a step, after as many steps to warm up. The data is in memory."""
    batch = case["batch"]
    samples = 8 * batch
    tokens = torch.randint(2, case["words"] + 2, (samples, case["tokens"]))
    pictures = torch.rand(samples, 3, case["size"], case["size"]) - 0.5
    answers = torch.randint(0, case["answers"], (samples,))
    optimizer = torch.optim.Adam(model.parameters(), 1e-4)
    loss_of = torch.nn.CrossEntropyLoss()
    model.train()
    times, total = [], 0.0
    while len(times) < 2 * steps:
        for index in torch.randperm(samples).split(batch):
            begin = time.perf_counter()
            optimizer.zero_grad()
            loss = loss_of(model(tokens[index], pictures[index]), answers[index])
            loss.backward()
            optimizer.step()
            total += loss.item()
            times.append(time.perf_counter() - begin)
    return statistics.median(times[steps:2 * steps])


def report(braid, pytorch):
    braid, pytorch = read(braid), read(pytorch)
    if braid.keys() != pytorch.keys():
        sys.exit("only one side measured " + ", ".join(sorted(braid.keys() ^ pytorch.keys())))
    print("| model | parameters, Braid and PyTorch | Braid, ms | PyTorch, ms | Braid / PyTorch | per round |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, (parameters, ours) in braid.items():
        others, theirs = pytorch[name]
        if parameters != others:
            sys.exit("%s: Braid has %s parameters, PyTorch %s" % (name, parameters, others))
        a, b = statistics.median(ours), statistics.median(theirs)
        rounds = ", ".join("%.2f" % (x / y) for x, y in zip(ours, theirs))
        print("| %s | %s, %s | %.1f | %.1f | %.2f | %s |"
              % (name, f"{int(parameters):,}", f"{int(others):,}", a, b, a / b, rounds))


def read(path):
    cases = {}
    with open(path) as file:
        for line in file:
            name, parameters, milliseconds = line.split("\t")
            cases.setdefault(name, (parameters, []))[1].append(float(milliseconds))
    return cases


if __name__ == "__main__":
    {"measure": measure, "report": report}[sys.argv[1]](*sys.argv[2:])
