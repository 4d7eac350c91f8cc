"""What travels between a batch and workers on other machines: files as one compressed parcel, and an exchange folder.

A parcel goes in the message itself, or its content through an exchange: a folder or object store that both sides see.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pyarrow as pa

ZSTD = "zstd"


class Damaged(RuntimeError):
    """The content of a parcel is not what was sent."""


@dataclass(frozen=True)
class Parcel:
    """Files by name: the bytes of each in `lengths`, all of them compressed in `content`, which `digest` proves.

    place: where the content is in the exchange, if it went that way; then `content` is empty.
    """

    lengths: Mapping[str, int]
    content: bytes
    digest: str
    place: str | None = None


@dataclass(frozen=True)
class Exchange:
    """A folder that both sides see, as an address of fsspec: `/mnt/shared`, `s3://bucket/folder`, `memory://here`."""

    address: str

    @property
    def _opened(self) -> tuple[Any, str]:
        files, root = fsspec.core.url_to_fs(self.address)
        return files, root.rstrip("/")

    def leave(self, content: bytes) -> str:
        """Leave bytes under a name that nobody has used; returns the name. Raises OSError where the folder is gone."""
        files, root = self._opened
        name = uuid4().hex
        files.pipe_file(f"{root}/{name}", content)
        return name

    def fetch(self, name: str) -> bytes:
        """The bytes under a name. Raises FileNotFoundError."""
        files, root = self._opened
        files.invalidate_cache()
        return files.cat_file(f"{root}/{name}")

    def remove(self, name: str) -> None:
        """Remove what stands under a name."""
        files, root = self._opened
        files.rm_file(f"{root}/{name}")

    @contextmanager
    def room(self) -> Iterator["Exchange"]:
        """A folder of its own in the exchange, for the time of a block: nothing stays of it."""
        files, root = self._opened
        name = f"benchlib-{uuid4().hex}"
        files.makedirs(f"{root}/{name}", exist_ok=True)
        try:
            yield Exchange(f"{self.address.rstrip('/')}/{name}")
        finally:
            if files.exists(f"{root}/{name}"):  # an object store knows no empty folder
                files.rm(f"{root}/{name}", recursive=True)


def exchange(address: str) -> Exchange:
    """The exchange at an address; workers start in other folders, so a path is told in full.

    >>> exchange("s3://bucket/folder").address
    's3://bucket/folder'
    """
    return Exchange(address if "://" in address else str(Path(address).resolve()))


def packed(files: Mapping[str, bytes]) -> Parcel:
    """Files as one parcel."""
    content = pa.compress(b"".join(files.values()), codec=ZSTD, asbytes=True)
    lengths = {name: len(content) for name, content in files.items()}
    return Parcel(lengths, content, hashlib.sha256(content).hexdigest())


def unpacked(parcel: Parcel) -> dict[str, bytes]:
    """The files of a parcel. Raises Damaged."""
    if hashlib.sha256(parcel.content).hexdigest() != parcel.digest:
        raise Damaged(f"{len(parcel.content)} bytes came that are not those that were sent")
    size = sum(parcel.lengths.values())
    whole = pa.decompress(parcel.content, decompressed_size=size, codec=ZSTD, asbytes=True) if size else b""
    files, start = {}, 0
    for name, length in parcel.lengths.items():
        files[name] = whole[start : start + length]
        start += length
    return files


def sent(parcel: Parcel, exchange: Exchange | None) -> Parcel:
    """A parcel as it goes in a message: as it is, or with its content left in the exchange."""
    if exchange is None:
        return parcel
    return replace(parcel, content=b"", place=exchange.leave(parcel.content))


def received(parcel: Parcel, exchange: Exchange | None) -> Parcel:
    """A parcel with its content, which is gone from the exchange afterwards. Raises FileNotFoundError."""
    if exchange is None or parcel.place is None:
        return parcel
    content = exchange.fetch(parcel.place)
    exchange.remove(parcel.place)
    return replace(parcel, content=content, place=None)
