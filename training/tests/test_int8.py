"""The layers in 8 bits compute nearly what the layers in single precision compute, each row by itself."""

import unittest

import numpy as np
import torch

from reader import encoder, int8


def both(smooth_of):
    torch.manual_seed(1)
    layers = encoder.Layers(0.0).eval()
    state = {f"encoder.layers.{k}": v.numpy() for k, v in layers.state_dict().items()}
    tensors = {k: torch.from_numpy(v) for k, v in int8.layers(state, smooth_of(state)).items()}
    return layers, int8.Layers(tensors)


class Int8(unittest.TestCase):
    def check(self, smooth_of):
        layers, found = both(smooth_of)
        x = torch.from_numpy(np.random.default_rng(1).normal(size=(7, encoder.HIDDEN)).astype(np.float32))
        with torch.no_grad():
            expected = layers(x[None], torch.zeros(1, 1, 1, 7))[0]
        self.assertLess((found(x) - expected).abs().mean(), 0.02)

    def test_plain(self):
        self.check(lambda state: [{}] * encoder.LAYERS)

    def test_smoothed(self):
        sizes = {"query": encoder.HIDDEN, "inner": encoder.HIDDEN, "outer": encoder.INNER}
        ranges = [{name: np.linspace(2, 6, size) for name, size in sizes.items()}] * encoder.LAYERS
        self.check(lambda state: int8.smoothing(state, ranges))

    def test_a_row_is_quantised_by_itself(self):
        rows = torch.tensor([[0.0, 1.0, -1.0], [0.0, 0.0, 0.0], [100.0, 50.0, 3.0]])
        whole, scale = int8.quantised(rows)
        for number in range(3):
            alone = int8.quantised(rows[number:number + 1])
            self.assertTrue(torch.equal(whole[number], alone[0][0]) and scale[number] == alone[1][0])
        self.assertLess((whole * scale - rows).abs().max(), 0.25)


if __name__ == "__main__":
    unittest.main()
