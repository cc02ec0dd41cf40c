"""Runs prnu-python:  python3 prnu_python.py FOLDER. `residual` of a crop, or `shift`: the residual against a part of itself,
as the package's own test does."""

import os
import sys
import types

import numpy as np
from PIL import Image
from serve import serve

np.bool = bool  # a name that NumPy has dropped
try:
    import tqdm  # noqa: F401
except ImportError:  # a progress bar that nothing here shows
    sys.modules["tqdm"] = types.ModuleType("tqdm")
    sys.modules["tqdm"].tqdm = iter
sys.path.insert(0, os.path.abspath(sys.argv[1]))
import prnu  # noqa: E402


def run(request):
    height, width = request["crop"]
    image = np.asarray(Image.open(request["file"]))[:height, :width]
    residual = prnu.extract_single(image)
    if request["tool"] == "residual":
        return residual, {}
    down, across = request["shift"]
    surface = prnu.crosscorr_2d(residual[down:, across:], residual)
    row, column = np.unravel_index(np.argmax(surface), surface.shape)
    return None, {
        "peak": [int(surface.shape[0] - 1 - row), int(surface.shape[1] - 1 - column)],
        "height": float(surface[row, column]),
        "pce": float(prnu.pce(surface)["pce"]),
    }


serve(run)
