"""Compares pictures with cameras by prnu-python:  python3 peer.py PACKAGE PICTURES SIDE. Prints JSON: processor seconds, and the
peak-to-correlation energy of each natural picture with each camera, on the middle of SIDE × SIDE pixels."""

import json
import os
import sys
import time
import types

import numpy as np
from PIL import Image

np.bool = bool  # a name that NumPy has dropped
for name in ("tqdm", "sklearn", "sklearn.metrics"):  # a progress bar and curves that nothing here draws
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = types.ModuleType(name)
if not hasattr(sys.modules["tqdm"], "tqdm"):
    sys.modules["tqdm"].tqdm = lambda values, **_: values
if not hasattr(sys.modules["sklearn.metrics"], "auc"):
    sys.modules["sklearn.metrics"].auc = sys.modules["sklearn.metrics"].roc_curve = None
sys.path.insert(0, os.path.abspath(sys.argv[1]))
import prnu  # noqa: E402

folder, side = sys.argv[2], int(sys.argv[3])


def crop(path):
    return prnu.cut_ctr(np.asarray(Image.open(path)), (side, side, 3))


def names(part):
    return sorted(os.listdir(os.path.join(folder, part)))


cameras = sorted({name.rsplit("_", 1)[0] for name in names("ff-jpg")})
begun = time.process_time()
fingerprints = {}
for camera in cameras:
    flat = [crop(os.path.join(folder, "ff-jpg", name)) for name in names("ff-jpg") if name.startswith(camera + "_")]
    fingerprints[camera] = prnu.extract_multiple_aligned(flat, processes=1, tqdm_str=None)
built = time.process_time()
peaks = {}
for name in names("nat-jpg"):
    residual = prnu.extract_single(crop(os.path.join(folder, "nat-jpg", name)))
    peaks[name] = {}
    for camera in cameras:
        # Of the whole circular surface the package looks for the peak anywhere.
        surface = prnu.crosscorr_2d(fingerprints[camera].copy(), residual.copy())
        peaks[name][camera] = float(prnu.pce(surface)["pce"])
print(json.dumps({"build": built - begun, "compare": time.process_time() - built, "peaks": peaks}))
