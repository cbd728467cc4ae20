"""The mean of the weights of several checkpoints of one line of runs: python3 average.py RUN/last.pt RUN/last.pt … --out FOLDER

Runs that go on from each other with a new rise and fall of the learning rate end near each other; their mean reads better than each.
"""

import argparse
from pathlib import Path

import torch

import train


def mean(states):
    """The mean of model states of the same shapes."""
    first, *rest = states
    out = {}
    for name, tensor in first.items():
        if any(state[name].shape != tensor.shape for state in rest):
            raise ValueError(f"{name} differs in shape")
        out[name] = sum((state[name] for state in rest), tensor) / len(states) if tensor.is_floating_point() else tensor
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("checkpoints", nargs="+")
    p.add_argument("--out", required=True)
    args = p.parse_args()
    loaded = [torch.load(path, map_location="cpu", weights_only=False) for path in args.checkpoints]
    if any(state["labels"] != loaded[0]["labels"] for state in loaded):
        raise SystemExit("the checkpoints have other labels than each other")
    Path(args.out).mkdir(parents=True, exist_ok=True)
    history = max((train.history(state) for state in loaded), key=len)
    state = {"labels": loaded[0]["labels"], "model": mean([state["model"] for state in loaded]), "history": history, "averaged": len(loaded)}
    torch.save(state, Path(args.out) / "last.pt")


if __name__ == "__main__":
    main()
