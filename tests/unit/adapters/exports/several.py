"""One export, in one file and in several."""

import gzip
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from hiring.domain.records import Reject
from tests.unit.adapters.exports.test_parts import record_texts


def several(folder: Path, files: int, seed: int = 1) -> tuple[Path, list[Path], list[int]]:
    """An export in one file and in several, every other one packed; and how many records each has."""
    texts = list(record_texts(seed, 60))
    chance = random.Random(seed)
    cuts = [0, *sorted(chance.randrange(len(texts) + 1) for _ in range(files - 1)), len(texts)]
    whole, found = folder / "whole.json", []
    whole.write_text(f"{{{','.join(texts)}}}", "utf-8")
    (folder / "parts").mkdir()
    for number, (start, stop) in enumerate(pairwise(cuts)):
        text = f"{{{', '.join(texts[start:stop])}}}".encode()
        packed = number % 2
        file = folder / "parts" / f"{number:02}.json{'.gz' * packed}"
        file.write_bytes(gzip.compress(text) if packed else text)
        found.append(file)
    return whole, found, [stop - start for start, stop in pairwise(cuts)]


def in_their_files(
    rejects: Sequence[Reject], files: Sequence[Path], sizes: Sequence[int]
) -> Iterator[Reject]:
    """The rejects of one file as those of several."""
    for reject in rejects:
        number, position = 0, reject.position
        while position > sizes[number]:
            position -= sizes[number]
            number += 1
        yield Reject(key=reject.key, position=position, reason=reject.reason, file=str(files[number]))
