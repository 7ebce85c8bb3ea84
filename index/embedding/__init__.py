"""Sentences as vectors. Serving needs numpy, onnxruntime and tokenizers; building needs torch.

The Rasa process imports the encoder too, so this package also runs on Python 3.10.
"""

from index.embedding.encoder import Encoder

__all__ = ["Encoder"]
