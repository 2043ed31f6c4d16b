"""What the type checker knows of arrays: nothing, since every library has its own."""

from typing import Any, TypeAlias

Array: TypeAlias = Any
ArrayLike: TypeAlias = Any
Namespace: TypeAlias = Any
