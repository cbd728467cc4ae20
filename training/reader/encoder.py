"""The encoder: MiniLM L6-H384 (BERT) with added feature embeddings; names of parameters follow the base weights."""

import torch
from torch import nn
from torch.nn import functional as F

from . import features

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 384, 6, 12, 1536, 512


class Embeddings(nn.Module):
    """Pieces, positions and features, summed and normalised. Piece embeddings are frozen, feature embeddings start at zero."""

    def __init__(self, vocabulary):
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.word.weight.requires_grad = False
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.features = nn.ModuleDict({name: nn.Embedding(size, HIDDEN) for name, size in features.SIZES.items()})
        for table in self.features.values():
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, ids, feats):
        x = self.word(ids) + self.position.weight[:ids.shape[1]]
        for number, table in enumerate(self.features.values()):
            x = x + table(feats[..., number])
        return self.norm(x)


class Layer(nn.Module):
    """One transformer layer, normalised after each residual."""

    def __init__(self, dropout):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def attention(self, x, bias):
        batch, length, _ = x.shape
        q, k, v = (f(x).view(batch, length, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        scores = q * (HIDDEN // HEADS) ** -0.5 @ k.transpose(2, 3) + bias.to(q.dtype)
        mixed = scores.softmax(-1).to(v.dtype) @ v
        return self.output(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))

    def forward(self, x, bias):
        x = self.attention_norm(x + self.dropout(self.attention(x, bias)))
        return self.norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Layers(nn.Module):
    """The layers alone: embedded pieces [batch, length, 384] and an additive bias [batch, 1, 1, length] to hidden states."""

    def __init__(self, dropout):
        super().__init__()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, x, bias):
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Encoder(nn.Module):
    def __init__(self, vocabulary, dropout=0.1):
        super().__init__()
        self.embeddings = Embeddings(vocabulary)
        self.layers = Layers(dropout)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, feats, mask):
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        return self.layers(self.dropout(self.embeddings(ids, feats)), bias)


RENAMED = {"attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
           "attention.output.dense": "output", "attention.output.LayerNorm": "attention_norm",
           "intermediate.dense": "inner", "output.dense": "outer", "output.LayerNorm": "norm"}


def load_base(encoder, path):
    """Fill the encoder from the base model's safetensors; the token type 0 goes into the positions."""
    from safetensors.torch import load_file

    base = load_file(path)
    emb = {"embeddings.word.weight": base["embeddings.word_embeddings.weight"],
           "embeddings.position.weight": base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0],
           "embeddings.norm.weight": base["embeddings.LayerNorm.weight"], "embeddings.norm.bias": base["embeddings.LayerNorm.bias"]}
    for name, tensor in base.items():
        if name.startswith("encoder.layer."):
            number, _, rest = name.removeprefix("encoder.layer.").partition(".")
            module, _, kind = rest.rpartition(".")
            emb[f"layers.layers.{number}.{RENAMED[module]}.{kind}"] = tensor
    missing, unexpected = encoder.load_state_dict(emb, strict=False)
    if unexpected or any("features" not in name for name in missing):
        raise ValueError(f"base weights do not fit: {missing} {unexpected}")
