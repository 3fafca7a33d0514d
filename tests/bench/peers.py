#!/usr/bin/env python3
# peers.py: the same work as a row of the benches, done by joblib
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: peers.py loky|threading N BATCH_SIZE | peers.py start

Prints the seconds that the calls took, the start of the workers included and that of Python not.
"""

import sys
import time

from joblib import Parallel, delayed


def square(x):
    return x * x


def main(words):
    if words[0] == "start":
        print(Parallel(n_jobs=2)(delayed(square)(x) for x in [3.0]))
        return

    backend, n_calls, batch = words[0], int(words[1]), words[2]
    batch = batch if batch == "auto" else int(batch)
    begin = time.perf_counter()
    results = Parallel(n_jobs=2, backend=backend, batch_size=batch, pre_dispatch="all")(
        delayed(square)(float(x)) for x in range(n_calls)
    )
    print(time.perf_counter() - begin)
    if len(results) != n_calls or results[-1] != float(n_calls - 1) ** 2:
        sys.exit("joblib lost results")


main(sys.argv[1:])
