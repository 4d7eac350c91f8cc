"""Organisation names that may mean the same: proposals for people to decide on. Nothing is merged here."""

import unicodedata
from collections.abc import Iterable

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

# Letters of Latin scripts that Unicode does not break into a base letter and an accent.
_UNBROKEN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss"}
    | {"Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "Th", "ẞ": "SS"}
)


def plain(name: str) -> str:
    """A name without accents; letters of other scripts stay.

    >>> plain("Pôle Véhicule, Kraków, Bolig & Beklædning")
    'Pole Vehicule, Krakow, Bolig & Beklaedning'
    """
    broken = unicodedata.normalize("NFKD", name.translate(_UNBROKEN))
    return "".join(letter for letter in broken if not unicodedata.combining(letter))


def candidates(names: Iterable[str], limit: float = 70.0) -> pd.DataFrame:
    """Pairs of different names that are spelled alike, the most alike first.

    Similarity is rapidfuzz's token sort ratio of the names without case, accents and punctuation: 0 to 100, where 100
    is the same words in any order. Only spelling counts, so a change of name is not found. Time and memory grow with
    the square of the number of names.

    Returns name_a, name_b (in alphabetical order) and similarity, one row a pair that reaches `limit`.

    >>> candidates(["Optence e. V.", "WAB e. V.", "Optence e.V."])["name_b"].tolist()
    ['Optence e.V.']
    """
    unique = np.array(sorted(set(names)), dtype=object)
    bare = [utils.default_process(plain(name)) for name in unique]
    similarity = process.cdist(bare, bare, scorer=fuzz.token_sort_ratio, score_cutoff=limit, dtype=np.float64)
    first, second = np.nonzero(np.triu(similarity, 1))
    pairs = pd.DataFrame(
        {"name_a": unique[first], "name_b": unique[second], "similarity": similarity[first, second]}
    ).astype({"name_a": str, "name_b": str})
    return pairs.sort_values(["similarity", "name_a"], ascending=[False, True], kind="stable", ignore_index=True)
