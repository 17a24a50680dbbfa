#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains models on handwritten digits with scikit-learn in several processes, for as long as it is told.

Each round searches the parameters of a small neural network by cross-validation, as joblib does it: the candidates are
trained by worker processes, which are started anew every few rounds. At the end it says what its processes have used.
"""

import argparse
import csv
import os
import resource
import sys
import time
import warnings
from pathlib import Path

# One thread for each worker; set before numpy is loaded.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(library + "_NUM_THREADS", "1")

import numpy
from joblib.externals.loky import get_reusable_executor
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier

ROUNDS_OF_ONE_POOL = 3


def digits():
    """Pixels from 0 to 1 and the digit that they show."""
    with open(Path(__file__).with_name("digits.csv"), encoding="utf-8") as file:
        rows = [row for row in csv.reader(line for line in file if not line.startswith("#"))]
    if not rows[0][0].isdigit():
        rows = rows[1:]
    table = numpy.array(rows, dtype=float)
    return table[:, :-1] / 16, table[:, -1].astype(int)


def cpu_seconds():
    """Of this process, and of those that it has waited for."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def tell(given, done):
    """Says how far the training is, to whoever follows the file."""
    if given.progress:
        with open(given.progress, "a", encoding="utf-8") as file:
            print(f"step {done}/{given.rounds}", file=file)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=20, help="how long to train (default 20)")
    options.add_argument("--processes", type=int, default=2, help="workers (default 2)")
    options.add_argument("--rounds", type=int, help="train so many rounds instead")
    options.add_argument("--progress", type=Path, help="say in this file how far it is; needs --rounds")
    given = options.parse_args()
    if given.progress and not given.rounds:
        options.error("--progress needs --rounds: with --seconds alone nobody knows how far it is")

    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    os.environ["PYTHONWARNINGS"] = "ignore"
    pixels, labels = digits()
    candidates = {"hidden_layer_sizes": [(32,), (64,)], "alpha": [1e-4, 1e-2]}
    end = time.monotonic() + given.seconds
    done = 0
    best = 0.0
    tell(given, done)
    while done < given.rounds if given.rounds else done == 0 or time.monotonic() < end:
        search = GridSearchCV(
            MLPClassifier(max_iter=12, random_state=done), candidates, cv=3, n_jobs=given.processes
        )
        search.fit(pixels, labels)
        best = max(best, search.best_score_)
        done += 1
        tell(given, done)
        print(f"round {done}: accuracy {search.best_score_:.3f}", file=sys.stderr, flush=True)
        if done % ROUNDS_OF_ONE_POOL == 0:
            get_reusable_executor().shutdown(wait=True)
    # Workers that live on are in nobody's account.
    get_reusable_executor().shutdown(wait=True)
    print(f"final: {done} rounds, accuracy {best:.3f}, {cpu_seconds():.2f} s CPU")


if __name__ == "__main__":
    main()
