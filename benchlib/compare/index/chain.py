"""The chain: from DATA, META and a configuration through every stage to scores and ranks.

Each stage is a new frame under its own name, indexed by unit (and year), with one column an indicator; nothing is
overwritten. Whatever is wrong raises BadInput with every fault that can be known at that point.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import aggregate, checks, doubt, structure, weights
from benchlib.compare.index import denominate as denominating
from benchlib.compare.index import impute as imputing
from benchlib.compare.index import normalise as normalising
from benchlib.compare.index import screen as screening
from benchlib.compare.index import treat as treating
from benchlib.compare.index.checks import settings, values
from benchlib.compare.index.configuration import Configuration, Impute, Treat
