"""The mean of checkpoints, and what is told of how they came about."""

import unittest

import torch

import average
import card
import train


def done(seed, **more):
    args = {"seed": seed, "workers": 2, "minutes": 60.0, "pieces": 768, "rate": 2e-4, "head_rate": 8e-4, "shares": {"ewt": 0.5, "gum": 0.5}}
    return {"args": args, "seconds": 3600.0, "step": 10, "pieces": 7000, **more}


class Average(unittest.TestCase):
    def test_mean(self):
        states = [{"a": torch.tensor([1.0, 3.0]), "n": torch.tensor(2)}, {"a": torch.tensor([3.0, 3.0]), "n": torch.tensor(2)}]
        found = average.mean(states)
        self.assertEqual((found["a"].tolist(), found["n"].item()), ([2.0, 3.0], 2))
        with self.assertRaises(ValueError):
            average.mean([states[0], {"a": torch.zeros(3), "n": torch.tensor(2)}])

    def test_history(self):
        self.assertEqual(train.history(done(1)), [done(1)])
        self.assertEqual(train.history(done(2, history=[done(1), done(2)])), [done(1), done(2)])

    def test_the_card_tells_each_run(self):
        text = card.training(done(2, history=[done(1), done(2, seconds=1500.0)], averaged=2))
        self.assertIn("1. seed 1, 2 processes, 60 minutes", text)
        self.assertIn("2. seed 2, 2 processes, 25 of 60 minutes", text)
        self.assertIn("mean of those of the last 2 runs", text)


if __name__ == "__main__":
    unittest.main()
