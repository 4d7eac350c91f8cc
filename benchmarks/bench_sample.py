"""A synthetic portfolio on disk, beside writing the same tables with pandas. Prints seconds, memory and a ratio.

python benchmarks/bench_sample.py [CLUSTERS]

With 100000 organisations: under a minute and under 4 GB on two cores.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchlib.synthetic import block, portfolio, settings, tables

OF_PANDAS = 1000  # organisations that pandas writes; it takes too long for all


def ours(clusters: int) -> tuple[float, float]:
    """Seconds and gigabytes on disk of a portfolio."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        portfolio.write(folder, clusters)
        seconds = time.perf_counter() - start
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    return seconds, size / 1e9


def with_pandas() -> tuple[float, float]:
    """Seconds that writing the tables takes, with pandas and as the package does it, for `OF_PANDAS` organisations."""
    made = block.make(1, 0, OF_PANDAS, settings.model(), settings.countries())
    frames = {name: table.to_pandas() for name, table in named(made)}
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for name, frame in frames.items():
            frame.to_csv(Path(folder) / f"{Path(name).name}.csv", index=False)
        plain = time.perf_counter() - start
        start = time.perf_counter()
        for name, table in named(made):
            portfolio.csv.write_csv(table, Path(folder) / f"{Path(name).name}.csv", portfolio.QUOTED)
        return plain, time.perf_counter() - start


def named(made: block.Block) -> tables.Iterator:
    return tables.of(made, OF_PANDAS, 1, settings.model(), settings.countries())


def memory() -> tuple[float, float]:
    """Peak gigabytes of this process, and of the largest of those it started."""
    own, started = (resource.getrusage(who).ru_maxrss / 1e6 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own, started


def main() -> None:
    clusters = int(sys.argv[1]) if len(sys.argv) > 1 else 1226
    seconds, size = ours(clusters)
    own, started = memory()
    print(
        f"sample: {clusters} organisations, {size:.2f} GB, in {seconds:.1f} s; "
        f"peak {own:.2f} GB, {started:.2f} GB in the largest worker"
    )
    plain, fast = with_pandas()
    print(f"writing the tables of {OF_PANDAS}: pandas {plain:.2f} s, here {fast:.2f} s; ratio {plain / fast:.1f}")


if __name__ == "__main__":
    main()
