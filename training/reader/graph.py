"""The encoder's layers as an ONNX graph (opset 17), written out node by node, so that it holds only plain operators.

Inputs: `embedded` [batch, length, 384], the embedded and normalised pieces, and `bias` [batch, 1, 1, length], 0 for a piece and -10000
for padding. Output: `hidden` [batch, length, 384]. The factor 1/sqrt(32) of the attention is part of the query weights.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .encoder import HEADS, HIDDEN, LAYERS

OPSET = 17
EPSILON = 1e-12
SMOOTHED, ALPHA = ("query", "inner", "outer"), 0.8


class Graph:
    """Nodes and weights as they are added; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.weights, self.count = [], [], 0

    def weight(self, name, array):
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, op, *inputs, **attributes):
        self.count += 1
        out = f"x{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [out], name=f"{op}{self.count}", **attributes))
        return out

    def split(self, x, parts, axis):
        self.count += 1
        outs = [f"x{self.count}_{n}" for n in range(parts)]
        self.nodes.append(helper.make_node("Split", [x], outs, name=f"Split{self.count}", axis=axis))
        return outs

    def linear(self, x, name, weight, bias, smooth=None):
        """x times weight [in, out] plus bias; with `smooth` the channels of x are divided by it and the rows of the weight multiplied."""
        if smooth is not None:
            x = self.add("Mul", x, self.weight(name + ".smooth", (1 / smooth).astype(np.float32)))
            weight = (weight * smooth[:, None]).astype(np.float32)
        product = self.add("MatMul", x, self.weight(name + ".weight", weight))
        return self.add("Add", product, self.weight(name + ".bias", bias))

    def norm(self, x, name, weight, bias):
        return self.add("LayerNormalization", x, self.weight(name + ".weight", weight), self.weight(name + ".bias", bias),
                        axis=-1, epsilon=EPSILON)


def attention(graph, x, name, w, smooth):
    """Multi-head attention; queries, keys and values come out of one product."""
    factor = (HIDDEN // HEADS) ** -0.5
    weight = np.concatenate([w["query.weight"].T * factor, w["key.weight"].T, w["value.weight"].T], 1)
    bias = np.concatenate([w["query.bias"] * factor, w["key.bias"], w["value.bias"]])
    q, k, v = graph.split(graph.linear(x, name + ".qkv", weight.astype(np.float32), bias.astype(np.float32), smooth.get("query")), 3, 2)
    q = graph.add("Transpose", graph.add("Reshape", q, "heads"), perm=[0, 2, 1, 3])
    k = graph.add("Transpose", graph.add("Reshape", k, "heads"), perm=[0, 2, 3, 1])
    v = graph.add("Transpose", graph.add("Reshape", v, "heads"), perm=[0, 2, 1, 3])
    scores = graph.add("Softmax", graph.add("Add", graph.add("MatMul", q, k), "bias"), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", scores, v), perm=[0, 2, 1, 3])
    return graph.linear(graph.add("Reshape", mixed, "flat"), name + ".output", w["output.weight"].T, w["output.bias"], smooth.get("output"))


def gelu(graph, x):
    inner = graph.add("Add", graph.add("Erf", graph.add("Div", x, "root2")), "one")
    return graph.add("Mul", graph.add("Mul", x, inner), "half")


def layer(graph, x, name, w, smooth):
    x = graph.add("Add", x, attention(graph, x, name, w, smooth))
    x = graph.norm(x, name + ".attention_norm", w["attention_norm.weight"], w["attention_norm.bias"])
    inner = gelu(graph, graph.linear(x, name + ".inner", w["inner.weight"].T, w["inner.bias"], smooth.get("inner")))
    x = graph.add("Add", x, graph.linear(inner, name + ".outer", w["outer.weight"].T, w["outer.bias"], smooth.get("outer")))
    return graph.norm(x, name + ".norm", w["norm.weight"], w["norm.bias"])


def constants(graph):
    for name, value in (("root2", 2 ** 0.5), ("one", 1.0), ("half", 0.5)):
        graph.weight(name, np.array(value, np.float32))
    graph.weight("heads", np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64))
    graph.weight("flat", np.array([0, 0, HIDDEN], np.int64))


def smoothing(state, ranges, modules=SMOOTHED, alpha=ALPHA):
    """Per layer and module the divisors of its input channels, from the greatest input of each channel (`ranges`, by layer and module).

    A few channels of the residual stream are far wider than the rest, and a scale for a whole tensor would leave the others few steps;
    a part of the difference is moved into the weights (SmoothQuant, Xiao et al. 2023). Mean error of the hidden states in int8: .050 without, .035 so.
    """
    out = []
    for number in range(LAYERS):
        prefix = f"encoder.layers.layers.{number}."
        out.append({})
        for module in modules:
            names = ("query", "key", "value") if module == "query" else (module,)
            weight = np.max([np.abs(state[f"{prefix}{n}.weight"]).max(0) for n in names], 0)
            scale = np.maximum(ranges[number][module], 1e-3) ** alpha / np.maximum(weight, 1e-3) ** (1 - alpha)
            out[-1][module] = scale / np.exp(np.log(scale).mean())
    return out


def build(state, smooth=None):
    """The ONNX model of `encoder.layers.layers.*` parameters in a state of numpy arrays, smoothed for int8 if told how."""
    graph, x = Graph(), "embedded"
    constants(graph)
    for number in range(LAYERS):
        prefix = f"encoder.layers.layers.{number}."
        w = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
        x = layer(graph, x, f"layer{number}", w, smooth[number] if smooth else {})
    graph.nodes.append(helper.make_node("Identity", [x], ["hidden"], name="hidden"))
    shape = lambda name, dims: helper.make_tensor_value_info(name, TensorProto.FLOAT, dims)
    body = helper.make_graph(graph.nodes, "encoder", [shape("embedded", ["batch", "length", HIDDEN]), shape("bias", ["batch", 1, 1, "length"])],
                             [shape("hidden", ["batch", "length", HIDDEN])], graph.weights)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model
