"""kullback on JAX arrays, as it is and compiled."""

import jax
import jax.numpy as jnp

from benchmarks.systems import System
from benchmarks.systems.jax_calls import gradient_of, under_jit
from benchmarks.systems.ours import CALLS, GRADIENT

ALL = CALLS | {GRADIENT: gradient_of(CALLS["cross-entropy of labels and logits"])}

SYSTEMS = (
    System("kullback on JAX arrays", ALL, jnp.asarray, jax.block_until_ready, flushes=True),
    under_jit("kullback, jax.jit", ALL),
)
