"""What an export holds comes back as the checkpoint's weights, but for the rounding to 8 bits."""

import unittest

import numpy as np
import torch

from reader import encoder, int8
from restore import layer


class Restore(unittest.TestCase):
    def check(self, smooth):
        torch.manual_seed(1)
        layers = encoder.Layers(0.0)
        state = {f"encoder.layers.{k}": v.numpy() for k, v in layers.state_dict().items()}
        tensors = int8.layers(state, [smooth] * encoder.LAYERS)
        found = layer(tensors, 2)
        expected = {k.removeprefix("layers.2."): v.numpy() for k, v in layers.state_dict().items() if k.startswith("layers.2.")}
        self.assertEqual(found.keys(), expected.keys())
        for name, value in expected.items():
            step = np.abs(value).max() / int8.GREATEST * 3
            self.assertLessEqual(np.abs(found[name] - value).max(), step, name)

    def test_plain(self):
        self.check({})

    def test_smoothed(self):
        self.check({"query": np.linspace(0.8, 1.2, encoder.HIDDEN), "inner": np.linspace(0.8, 1.2, encoder.HIDDEN),
                    "outer": np.linspace(0.8, 1.2, encoder.INNER)})


if __name__ == "__main__":
    unittest.main()
