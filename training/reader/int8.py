"""The layers in 8 bits: how their weights are quantised for the export, and the program's arithmetic in PyTorch.

A product has weights of 7 bits with a scale for each output, so that no processor's 16-bit sums overflow, and inputs of 8 bits with a scale and a
zero for each row: what a row gives depends on no other row. Integers are exact here and there; floats agree to rounding.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .encoder import HEADS, HIDDEN, LAYERS

EPSILON = 1e-12
GREATEST = 64
"""Greatest weight: two products with inputs up to 255 still fit 16 bits."""
SMOOTHED, ALPHA = ("query", "inner", "outer"), 0.8
DEPTH = 1024
"""Terms whose sum single precision holds exactly: 1024 · 255 · 64 < 2^24."""


def smoothing(state, ranges, modules=SMOOTHED, alpha=ALPHA):
    """Per layer and module the divisors of its input channels, from the greatest input of each channel (`ranges`, by layer and module).

    A few channels of the residual stream are far wider than the rest, and one scale for all would leave the others few steps; a part of
    the difference is moved into the weights (SmoothQuant, Xiao et al. 2023).
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


def product(name, weight, bias, smooth=None):
    """The tensors of one product: `weight` [out, in] in int8, `scale` [out], `bias` [out], and the factors `smooth` [in] of its inputs if any."""
    out = {f"{name}.bias": bias.astype(np.float32)}
    if smooth is not None:
        weight = weight * smooth
        out[f"{name}.smooth"] = (1 / smooth).astype(np.float32)
    scale = (np.maximum(np.abs(weight).max(1), 1e-8) / GREATEST).astype(np.float32)
    out[f"{name}.weight"] = np.clip(np.rint(weight.astype(np.float32) / scale[:, None]), -GREATEST, GREATEST).astype(np.int8)
    out[f"{name}.scale"] = scale
    return out


def layers(state, smooth):
    """The tensors of all layers. Queries, keys and values are one product; the factor 1/sqrt(32) of the attention is part of the queries."""
    out = {}
    factor = (HIDDEN // HEADS) ** -0.5
    for number in range(LAYERS):
        prefix, name = f"encoder.layers.layers.{number}.", f"layers.{number}"
        w = {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
        weight = np.concatenate([w["query.weight"] * factor, w["key.weight"], w["value.weight"]])
        bias = np.concatenate([w["query.bias"] * factor, w["key.bias"], w["value.bias"]])
        out |= product(f"{name}.attention", weight, bias, smooth[number].get("query"))
        for module in ("output", "inner", "outer"):
            out |= product(f"{name}.{module}", w[f"{module}.weight"], w[f"{module}.bias"], smooth[number].get(module))
        for norm in ("attention_norm", "norm"):
            out |= {f"{name}.{norm}.{part}": w[f"{norm}.{part}"].astype(np.float32) for part in ("weight", "bias")}
    return out


def quantised(x):
    """Rows in 8 bits: whole numbers from -255 to 255, their zero taken off, and the scale of each row."""
    low, high = x.amin(1, keepdim=True).clamp(max=0), x.amax(1, keepdim=True).clamp(min=0)
    scale = (high - low) / 255
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    inverse = 1 / scale
    zero = torch.round(-low * inverse)
    return (torch.round(x * inverse) + zero).clamp(0, 255) - zero, scale


class Product:
    def __init__(self, tensors, name):
        self.weight, self.scale, self.bias = (tensors[f"{name}.{part}"].float() for part in ("weight", "scale", "bias"))
        self.smooth = tensors.get(f"{name}.smooth")

    def __call__(self, x):
        x, scale = quantised(x if self.smooth is None else x * self.smooth)
        blocks = zip(x.split(DEPTH, 1), self.weight.split(DEPTH, 1))
        whole = sum((a @ b.T).to(torch.int32) for a, b in blocks)
        return whole.float() * scale * self.scale + self.bias


class Relations:
    """`Parse.by_relation` in 8 bits; the program quantises these weights when it loads them."""

    def __init__(self, label):
        self.shape = label.shape[::2]
        weight, bias = label[:, :-1].transpose(0, 2, 1).reshape(-1, label.shape[1] - 1), label[:, -1].reshape(-1)
        self.product = Product({k: torch.from_numpy(v) for k, v in product("label", weight, bias).items()}, "label")

    def __call__(self, dep):
        return self.product(dep.flatten(0, -2)).view(*dep.shape[:-1], *self.shape)


WIDE = 64
"""Layers of the heads over word vectors with as many outputs run in 8 bits; the program quantises them when it loads them."""


class OverWords(nn.Module):
    """A linear layer over word vectors in 8 bits."""

    def __init__(self, linear):
        super().__init__()
        tensors = product("linear", linear.weight.detach().numpy(), linear.bias.detach().numpy())
        self.product = Product({k: torch.from_numpy(v) for k, v in tensors.items()}, "linear")

    def forward(self, x):
        return self.product(x.flatten(0, -2)).view(*x.shape[:-1], -1)


def quantise_wide(heads):
    """Puts the wide layers of the heads in 8 bits."""
    for module in list(heads.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear) and child.in_features == HIDDEN and child.out_features >= WIDE:
                setattr(module, name, OverWords(child))


class Layer:
    def __init__(self, tensors, number):
        name = f"layers.{number}"
        self.attention, self.output, self.inner, self.outer = (
            Product(tensors, f"{name}.{part}") for part in ("attention", "output", "inner", "outer"))
        self.norms = [[tensors[f"{name}.{norm}.{part}"].float() for part in ("weight", "bias")] for norm in ("attention_norm", "norm")]

    def mixed(self, x):
        q, k, v = (part.view(len(x), HEADS, -1).transpose(0, 1) for part in self.attention(x).split(HIDDEN, 1))
        return ((q @ k.transpose(1, 2)).softmax(-1) @ v).transpose(0, 1).reshape(len(x), HIDDEN)

    def __call__(self, x):
        x = F.layer_norm(x + self.output(self.mixed(x)), (HIDDEN,), *self.norms[0], EPSILON)
        return F.layer_norm(x + self.outer(F.gelu(self.inner(x))), (HIDDEN,), *self.norms[1], EPSILON)


class Layers:
    """The layers of an export, from the embedded pieces of one window, [pieces, 384], to their hidden states."""

    def __init__(self, tensors):
        self.layers = [Layer(tensors, number) for number in range(LAYERS)]

    @torch.no_grad()
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
