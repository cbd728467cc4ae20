"""Train the reader model: python3 train.py --data DATA --base BASE --out FOLDER --minutes 55

The learning rates follow the clock: they rise over the first tenth and fall to nothing when the minutes are over.
FOLDER/last.pt is written every five minutes and at the end; with --resume it is taken up again where it stopped.
With --from FILE a run starts from the weights of another; heads it lacks are new.
"""

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch

from reader import documents, encoder, model as reader_model, windows as reader_windows
from reader.batch import Batch
from reader.wordpiece import WordPiece

SHARES = {"polnear": 0.42, "ewt": 0.33, "gum": 0.21, "names": 0.04}
"""Part of all pieces that each set gets."""
WEIGHTS = {"tags": 0.5, "parse": 1.5, "sentences": 1.0, "names": 2.0, "attribution": 1.5, "coreference": 0.7}
MASKED = 0.03
BLANK_SENTENCES = 0.3
SPACED = 2


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--base", required=True, help="folder of the base model")
    p.add_argument("--out", required=True)
    p.add_argument("--minutes", type=float, default=55)
    p.add_argument("--pieces", type=int, default=768, help="pieces a step")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--decay", type=float, default=0.9, help="factor of the rate from each layer to the one below")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--workers", type=int, default=2, help="processes, one thread each")
    p.add_argument("--fp32", action="store_true")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--from", dest="start")
    p.add_argument("--share", action="append", default=[], metavar="SET=PART")
    return p.parse_args()


class Sampler:
    """Batches of one set at a time, so that every set gets its share of the pieces; gum comes in whole documents."""

    def __init__(self, sets, pieces, shares, seed):
        self.sets, self.pieces, self.shares = sets, pieces, shares
        self.random = random.Random(seed)
        self.given = dict.fromkeys(sets, 0)
        self.waiting = {name: [] for name in sets}

    def refill(self, name):
        items = list(self.sets[name])
        self.random.shuffle(items)
        if name == "gum":
            self.waiting[name] = whole_documents(items, self.pieces)
        else:
            chunks = [sorted(items[i:i + 256], key=lambda w: len(w.ids)) for i in range(0, len(items), 256)]
            found = [b for chunk in chunks for b in reader_model.batches(chunk, self.pieces)]
            self.random.shuffle(found)
            self.waiting[name] = found

    def next(self):
        """(set, windows): the set that is farthest behind its share."""
        name = min(self.sets, key=lambda n: self.given[n] / self.shares[n])
        if not self.waiting[name]:
            self.refill(name)
        batch = self.waiting[name].pop()
        self.given[name] += sum(len(w.ids) for w in batch)
        return name, batch


def whole_documents(documents, pieces):
    """Batches of one document, or of several that fit `pieces` together."""
    out, size = [], pieces
    for doc in documents:
        length = sum(len(w.ids) for w in doc)
        if size + length > pieces:
            out.append([])
            size = 0
        out[-1] += doc
        size += length
    return out


def disturb(batch, tokenizer, generator):
    """Hide some pieces, and from some windows the rules' sentence starts."""
    hidden = (torch.rand(batch.ids.shape, generator=generator) < MASKED) & batch.mask
    batch.ids = batch.ids.masked_fill(hidden & (batch.ids != tokenizer.cls) & (batch.ids != tokenizer.sep), tokenizer.mask)
    blank = torch.rand((len(batch.ids), 1), generator=generator) < BLANK_SENTENCES
    lead = batch.features[..., 0]
    batch.features[..., 0] = torch.where(blank & (lead == 3), torch.full_like(lead, SPACED), lead)


def parameter_groups(model, args):
    """Heads and features at the head rate, each encoder layer at its own rate; no weight decay for vectors."""
    groups = {}
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("heads.") or ".features." in name:
            rate = args.head_rate
        elif ".layers.layers." in name:
            depth = encoder.LAYERS - 1 - int(name.split(".layers.layers.")[1].split(".")[0])
            rate = args.rate * args.decay ** depth
        else:
            rate = args.rate * args.decay ** encoder.LAYERS
        groups.setdefault((rate, p.dim() > 1), []).append(p)
    return [{"params": ps, "lr": rate, "base": rate, "weight_decay": 0.01 if matrix else 0.0} for (rate, matrix), ps in groups.items()]


def factor(done):
    """Of the learning rate, at a part `done` of the time."""
    return min(1.0, done / 0.06) * 0.5 * (1 + math.cos(math.pi * min(done, 1.0))) if done < 1 else 0.0


class Log:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")

    def __call__(self, line):
        print(line, flush=True)
        self.file.write(line + "\n")
        self.file.flush()


def prepare(args, model_of):
    sets = documents.load(args.data, "train")
    labels = reader_model.label_sets(sets["ewt"] + sets["gum"])
    tokenizer = WordPiece.load(Path(args.base) / "vocab.txt")
    model = model_of(labels, len(tokenizer.vocab))
    cut = {}
    for name, docs in sets.items():
        parts = [reader_windows.windows(doc, tokenizer) for doc in docs]
        for part in parts:
            model.add_targets(part)
        cut[name] = parts if name == "gum" else [w for part in parts for w in part]
    return cut, tokenizer, model


def build(args):
    state = {}

    def model_of(labels, vocabulary):
        model = reader_model.Reader(labels, vocabulary)
        encoder.load_base(model.encoder, Path(args.base) / "model.safetensors")
        last = Path(args.out) / "last.pt"
        source = last if args.resume and last.exists() else args.start
        if source:
            state.update(torch.load(source, map_location="cpu", weights_only=False))
            if state["labels"] != labels:
                raise SystemExit(f"{source} has other labels than the data")
            model.load_state_dict(state["model"], strict=False)
            before = history(state)
            if args.resume:
                before = before[:-1]
            else:
                state.clear()
            state["before"] = before
        return model

    sets, tokenizer, model = prepare(args, model_of)
    return sets, tokenizer, model, state


def history(checkpoint):
    """What a checkpoint was trained by, run after run; of one that says only its own run, that one."""
    keys = ("args", "seconds", "step", "pieces")
    return checkpoint.get("history") or ([{key: checkpoint[key] for key in keys}] if "args" in checkpoint else [])


class Worker:
    """One of several processes on one set of weights in shared memory.

    Each takes its own batches and its own steps without waiting for the others (Hogwild), so that a processor that is
    taken away from one does not stop the rest. The optimizer's moments are each worker's own.
    """

    def __init__(self, number, args, sets, tokenizer, model, state, begun):
        self.number, self.args, self.tokenizer, self.model, self.begun = number, args, tokenizer, model, begun
        self.before = state.get("before", [])
        self.already, self.step, self.pieces = state.get("seconds", 0.0), state.get("step", 0), state.get("pieces", 0)
        seed = args.seed + 1000 * number + self.step
        torch.manual_seed(seed)
        self.sampler = Sampler(sets, args.pieces, args.shares, seed)
        self.generator = torch.Generator().manual_seed(seed)
        self.optimizer = torch.optim.AdamW(parameter_groups(model, args), betas=(0.9, 0.98), eps=1e-8)
        if "optimizer" in state:
            self.optimizer.load_state_dict(state["optimizer"])
        self.log = Log(Path(args.out) / "log.txt")
        self.sums = {}

    def spent(self):
        return self.already + time.time() - self.begun

    def run(self):
        last_log = last_save = time.time()
        self.model.train()
        while self.spent() < self.args.minutes * 60:
            self.one_step()
            if time.time() - last_log > 60:
                self.report()
                last_log = time.time()
            if self.number == 0 and time.time() - last_save > 300:
                self.save()
                last_save = time.time()
        self.log(f"worker {self.number} done: {self.spent():.0f} s, {self.step} steps, {self.pieces} pieces; by set {self.sampler.given}")

    def one_step(self):
        _, windows = self.sampler.next()
        batch = Batch(windows)
        self.pieces += int(batch.mask.sum())
        disturb(batch, self.tokenizer, self.generator)
        with torch.autocast("cpu", torch.bfloat16, enabled=not self.args.fp32):
            losses = self.model.losses(batch)
            loss = sum(WEIGHTS[name] * value for name, value in losses.items())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor(self.spent() / (self.args.minutes * 60))
        self.optimizer.step()
        self.step += 1
        for name, value in losses.items():
            self.sums.setdefault(name, []).append(value.item())

    def report(self):
        means = " ".join(f"{name} {np.mean(v):.3f}" for name, v in self.sums.items())
        rate = self.pieces / self.spent()
        self.log(f"{self.spent():.0f} s worker {self.number} step {self.step} pieces {self.pieces} ({rate:.0f}/s, {time.process_time():.0f} cpu-s) {means}")
        self.sums = {}

    def save(self):
        """Write the checkpoint beside the old one first, so that a kill leaves one whole."""
        out = Path(self.args.out)
        run = {"seconds": self.spent(), "step": self.step, "pieces": self.pieces, "args": vars(self.args)}
        reader_model.save(out / "next.pt", self.model, optimizer=self.optimizer.state_dict(), history=[*self.before, run], **run)
        (out / "next.pt").replace(out / "last.pt")


def work(number, *rest):
    worker = Worker(number, *rest)
    worker.run()
    return worker


def train(args):
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    Path(args.out).mkdir(parents=True, exist_ok=True)
    shares = SHARES | {k: float(v) for k, v in (s.split("=") for s in args.share)}
    args.shares = {k: v for k, v in shares.items() if v > 0}
    sets, tokenizer, model, state = build(args)
    sets = {k: v for k, v in sets.items() if k in args.shares}
    Log(Path(args.out) / "log.txt")(f"start {vars(args)} at step {state.get('step', 0)}, {state.get('seconds', 0):.0f} s spent")
    model.share_memory()
    rest = args, sets, tokenizer, model, state, time.time()
    fork = torch.multiprocessing.get_context("fork")
    others = [fork.Process(target=work, args=(n, *rest)) for n in range(1, args.workers)]
    for process in others:
        process.start()
    first = work(0, *rest)
    for process in others:
        process.join()
    first.save()



if __name__ == "__main__":
    train(arguments())
