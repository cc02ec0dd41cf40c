"""Runs Noisesniffer:  python3 noisesniffer.py FOLDER. Its channels are taken one after another in this process, where the
authors start one process for each, so that their processor time is seen."""

import os
import pathlib
import sys
import tempfile

import numpy as np
from serve import serve

np.int, np.float = int, float  # names that NumPy has dropped
sys.path.insert(0, os.path.abspath(sys.argv[1]))
import functions  # noqa: E402
import Noisesniffer as program  # noqa: E402

# The authors' own settings.
n, m, w, W, per_bin = 0.05, 0.3, 5, 256, 20000


def run(request):
    img = functions.read_image(request["file"])
    blocks = functions.valid_blocks(img, w)
    means = functions.all_image_means(img, w)
    mask = functions.get_T_mask(w)
    results = [
        program.do_one_channel(ch, n, m, img, W, w, means, blocks, len(blocks), per_bin, mask)
        for ch in range(img.shape[2])
    ]
    every, quiet = (sum(one[at] for one in results) for at in (0, 1))
    with tempfile.TemporaryDirectory() as folder:
        functions.compute_save_NFA(img, w, W, n, m, per_bin, every, quiet, folder)
        (written,) = pathlib.Path(folder).iterdir()
        table = np.genfromtxt(written, skip_header=1)
    table = np.atleast_2d(table)
    down, across = (int(table[:, at].max()) // W + 1 for at in (0, 1))
    values = -np.log10(np.maximum(table[:, 2], 1e-300)).reshape(down, across)
    # One value for each pixel, as its own mask is drawn.
    shown = np.kron(values, np.ones((W, W)))[: img.shape[0], : img.shape[1]]
    return shown, {"table": table.tolist()}


serve(run)
