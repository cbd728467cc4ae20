"""The written-out graph computes what the encoder computes, smoothed or not."""

import unittest

import numpy as np
import onnxruntime
import torch

from reader import encoder, graph


class Graph(unittest.TestCase):
    def check(self, smooth_of):
        torch.manual_seed(1)
        layers = encoder.Layers(0.0).eval()
        state = {f"encoder.layers.{k}": v.numpy() for k, v in layers.state_dict().items()}
        model = graph.build(state, smooth_of(state))
        x = np.random.default_rng(1).normal(size=(2, 7, encoder.HIDDEN)).astype(np.float32)
        bias = np.zeros((2, 1, 1, 7), np.float32)
        bias[1, ..., 5:] = -1e4
        session = onnxruntime.InferenceSession(model.SerializeToString())
        found = session.run(None, {"embedded": x, "bias": bias})[0]
        with torch.no_grad():
            expected = layers(torch.from_numpy(x), torch.from_numpy(bias)).numpy()
        np.testing.assert_allclose(found, expected, atol=2e-5)

    def test_plain(self):
        self.check(lambda state: None)

    def test_smoothed(self):
        sizes = {"query": encoder.HIDDEN, "inner": encoder.HIDDEN, "outer": encoder.INNER}
        ranges = [{name: np.linspace(0.1, 20, size) for name, size in sizes.items()}] * encoder.LAYERS
        self.check(lambda state: graph.smoothing(state, ranges))


if __name__ == "__main__":
    unittest.main()
