"""What was published about the protection rackets of three rebel groups: means of another program's replications.

F. Duffy, K. C. Klosek, L. G. Nardin, G. Wagner, Rebel group protection rackets: simulating the effects of economic support on
civil war violence, in Computational Conflict Research (2020), doi:10.1007/978-3-030-29333-8_11; 100 replications of each.
"""
# SPDX-License-Identifier: Apache-2.0
from exact_check import Model, Published

N_PUBLISHED = 100
OUTCOMES = ("extortions", "lootings", "expansions", "fights", "flights", "recruits", "expelled", "deaths")

# By the rebels at first of the three groups: mean and standard deviation of each outcome, in the order of OUTCOMES.
PUBLISHED = {
    (300, 300, 300): ((3651.1, 1113.8), (5122.1, 204.8), (19.29, 4.04), (9.80, 2.33), (2850.9, 128.3), (2197.2, 913.3),
                      (634.6, 533.9), (2198.6, 622.1)),
    (300, 150, 150): ((3820.96, 1413.35), (5107.51, 231.34), (19.45, 3.906), (9.55, 2.185), (2842.17, 149.94), (1574.1, 691.14),
                      (407.69, 410.51), (1530.89, 479.84)),
    (300, 150, 75): ((4043.35, 1344.73), (5085.93, 234.21), (19.11, 4.552), (9.62, 2.589), (2822.67, 149.50), (1412.93, 570.84),
                     (356.29, 386.24), (1328.81, 421.30)),
}


def strengths(men: tuple[int, ...]) -> tuple[str, ...]:
    """Settings of the rebels at first of each group."""
    return tuple(f"parameters.rebels_at_first.value.{group}={n}" for group, n in zip(("first", "second", "third"), men))


MODELS = [
    Model("rackets.yaml", [Published(name, name, mean, sd, N_PUBLISHED) for name, (mean, sd) in zip(OUTCOMES, published)],
          quick=200, deep=2000, settings=strengths(men), label="rebels at first " + ", ".join(map(str, men)))
    for men, published in PUBLISHED.items()
]
