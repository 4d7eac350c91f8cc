"""The seven parameters of the cluster function, and the coefficients that the filter works with."""

from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]  # real, or complex where derivatives are taken by complex steps

NAMES = ("m0", "P0", "sigma_eta", "sigma_q", "a", "b", "sigma_v")
DEVIATIONS = np.array([name.startswith("sigma") for name in NAMES])
OF_PEERS = np.array([name in ("a", "b", "sigma_v") for name in NAMES])


@dataclass(frozen=True)
class Parameters:
    """theta_t = theta_t-1 + eta; q = theta + eps_q; v = a + b theta + eps_v (METHODS, section 5).

    m0, P0: mean and variance of theta in the first year of the panel; sigma_eta, sigma_q, sigma_v: standard deviations
    of eta, eps_q and eps_v, the last without respondents' error. a, b and sigma_v are nan before any survey.
    """

    m0: float
    P0: float
    sigma_eta: float
    sigma_q: float
    a: float
    b: float
    sigma_v: float

    @property
    def judged(self) -> bool:
        """Whether peers' answers can be used: a, b and sigma_v are known."""
        return not np.isnan(self.array[OF_PEERS]).any()

    @property
    def array(self) -> Floats:
        """The values in the order of NAMES, (7,)."""
        return np.array(astuple(self))

    @property
    def coefficients(self) -> Floats:
        """The same with variances in place of standard deviations, (7,); v without weight where not `judged`."""
        values = np.where(DEVIATIONS, self.array**2, self.array)
        return values if self.judged else np.where(OF_PEERS, [0, 0, 0, 0, 0, 0, 1], values)
