"""What a model of bytes has to say of itself, and what it codes blocks with."""

from typing import Protocol, runtime_checkable


class Coding(Protocol):
    """A coder of blocks with the state of its model: it goes on from one block to the next."""

    @property
    def cost(self) -> float:
        """The sum of −log2 of the probabilities that the model gave, in bits, or NaN."""

    def encode(self, block: bytes) -> tuple[bytes, int]:
        """Return the message, and how many bytes were possible: all, or one is not."""

    def decode(self, message: bytes, length: int) -> bytes | None:
        """Return so many bytes, or None where their message is another one."""


@runtime_checkable
class Model(Protocol):
    """A model of bytes, as a container knows it: by its kind, a number, and what else it takes."""

    @property
    def kind(self) -> int:
        """Which kind of model, in the container's header."""

    @property
    def parameter(self) -> int:
        """One number from 0 to 255 beside it."""

    @property
    def description(self) -> bytes | None:
        """What else it takes to make it again; None if that is handed over some other way."""

    @property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that another model would not have."""

    def coding(self, *, costs: bool = False) -> Coding:
        """Return a coder that has seen nothing; with `costs` it adds up what it should take."""
