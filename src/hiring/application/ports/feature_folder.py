"""A folder of features, written in parts by whoever computes them."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from hiring.domain.records import FeatureRows, Ints


class FeatureDraft(Protocol):
    """A folder that has no name yet. It is sent to other processes, which write into it."""

    @abstractmethod
    def writing(self, name: str) -> AbstractContextManager[Callable[[FeatureRows], None]]:
        """A part that is there when the block ends well, in the place of one with the same name.

        Raises:
            StoreUnavailable: It cannot be written.
        """

    @abstractmethod
    def keep_only(self, name: str, codes: Ints) -> None:
        """Of a part, the rows of these people.

        Raises:
            StoreUnavailable: It cannot be written.
        """

    @abstractmethod
    def finish(self, names: Sequence[str]) -> None:
        """Give the folder its name, with these parts in this order.

        Raises:
            StoreUnavailable: It cannot be made durable.
            TargetExists: Something has the name by now.
        """


class FeatureFolder(Protocol):
    """Where the folder of features is to be."""

    @abstractmethod
    def making(self) -> AbstractContextManager[FeatureDraft]:
        """A folder that is gone when the block ends, unless it was finished.

        Raises:
            StoreUnavailable: It cannot be made.
            TargetExists: Something has the name, and is not to be replaced.
        """
