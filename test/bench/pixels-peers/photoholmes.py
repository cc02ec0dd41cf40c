"""Runs the Splicebuster of PhotoHolmes:  python3 photoholmes.py FOLDER. The method itself is NumPy; PyTorch only wraps what
the package's benchmark takes, and is stood in for where it is not installed."""

import os
import sys
import types

import cv2 as cv
import numpy as np
from serve import serve


class StandIn(types.ModuleType):
    """A package that is named in types and not called."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *_, **__: None})


for name in ("torch", "torch.nn", "torch.nn.functional", "yaml", "typing_extensions"):
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = StandIn(name)
        if name == "typing_extensions":
            import typing

            sys.modules[name].NotRequired = typing.NotRequired

source = os.path.join(os.path.abspath(sys.argv[1]), "src", "photoholmes")
# The packages by their folders: their own beginnings load every network.
for name in ("photoholmes", "photoholmes.methods", "photoholmes.utils", "photoholmes.methods.splicebuster"):
    package = types.ModuleType(name)
    package.__path__ = [os.path.join(os.path.dirname(source), *name.split("."))]
    sys.modules[name] = package
from photoholmes.methods.splicebuster.method import Splicebuster  # noqa: E402


def run(request):
    image = cv.imread(request["file"], cv.IMREAD_COLOR).astype(np.float64) / 255
    # As its own preparation: 0…1, grey by the weights of BT.601.
    grey = image @ np.array([0.114, 0.587, 0.299])
    heat = Splicebuster().predict(grey)
    return np.asarray(heat, np.float32), {}


serve(run)
