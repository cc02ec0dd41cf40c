"""Runs the program of ZERO:  python3 zero.py FOLDER, where `make` has built it. A request names picture and its copy
saved once more at quality 99; the answer has what the program printed and its two maps of regions as one."""

import os
import subprocess
import sys
import tempfile

import cv2 as cv
import numpy as np
from serve import serve

program = os.path.join(os.path.abspath(sys.argv[1]), "zero")


def run(request):
    with tempfile.TemporaryDirectory() as folder:
        arguments = [program, request["file"]] + ([request["again"]] if "again" in request else [])
        printed = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False).stdout
        masks = [cv.imread(os.path.join(folder, name), cv.IMREAD_GRAYSCALE) for name in ("mask_f.png", "mask_m.png")]
    masks = [mask for mask in masks if mask is not None]
    return (np.max(masks, axis=0) if masks else None), {"printed": printed}


serve(run)
