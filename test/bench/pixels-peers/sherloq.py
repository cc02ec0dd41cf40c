"""Runs Sherloq's tools without their window, one request a line on the standard input, one answer a line.

    python3 sherloq.py FOLDER [EXIFTOOL]     FOLDER: a copy of Sherloq's repository

A request is {"tool": …, "file": …, "map": …}; the answer has the processor time of decoding and tool, and the map it
draws as 32-bit floats in the file named. Sherloq asks for PySide6; PySide2 will do under the same names. Packages that
none of these tools calls are stood in for.
"""

import os
import sys
import tempfile
import types

folder = os.path.abspath(sys.argv[1])
exiftool = sys.argv[2] if len(sys.argv) > 2 else "exiftool"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("MPLCONFIGDIR", tempfile.gettempdir())


def alias_qt():
    """PySide6 by the modules of PySide2, where that is what is installed."""
    try:
        import PySide6  # noqa: F401

        return
    except ImportError:
        pass
    import PySide2
    import shiboken2
    from PySide2 import QtCore, QtGui, QtNetwork, QtWidgets

    for name in ("QAction", "QActionGroup", "QShortcut", "QUndoStack"):
        if hasattr(QtWidgets, name):
            setattr(QtGui, name, getattr(QtWidgets, name))
    modules = {"QtCore": QtCore, "QtGui": QtGui, "QtNetwork": QtNetwork, "QtWidgets": QtWidgets}
    sys.modules["PySide6"] = PySide2
    for name, module in modules.items():
        sys.modules["PySide6." + name] = module
    sys.modules["shiboken6"] = shiboken2


class StandIn(types.ModuleType):
    """A package that is imported and not called."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(name)

    def __call__(self, *_, **__):
        return StandIn("called")


alias_qt()
for name in ("rawpy", "magic", "sewar", "sewar.full_ref", "tensorflow", "pandas"):
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = StandIn(name)

import cv2 as cv  # noqa: E402
import numpy as np  # noqa: E402

np.byte = np.uint8  # read as bytes by the ghost tool; OpenCV takes unsigned ones only
cv.setNumThreads(1)
sys.path.insert(0, folder)
from PySide6.QtWidgets import QApplication  # noqa: E402
from serve import serve  # noqa: E402

application = QApplication([])
package = "gui.sherloq_app.tools."


def widget(module, name):
    return getattr(__import__(package + module, fromlist=[name]), name)


def grey(picture):
    return np.asarray(picture, np.float32).mean(axis=2) if np.ndim(picture) == 3 else np.asarray(picture, np.float32)


def processed(made):
    return grey(made.viewer.processed if hasattr(made.viewer, "processed") else made.viewer.original)


def ela(file, image, linear=False):
    made = widget("jpeg.ela", "ElaWidget")(image)
    if linear:
        made.linear_check.setChecked(True)
    return processed(made), {"mean": float(made.viewer.processed.mean())}


def one_sided(file, image):
    """Both errors at the tool's own quality: what its linear mode keeps, and what there is."""
    made = widget("jpeg.ela", "ElaWidget")(image)
    kept = cv.subtract(made.compressed, made.image)
    return None, {
        "kept": float((kept != 0).mean()),
        "there": float((made.compressed != made.image).mean()),
    }


def gradient(file, image):
    made = widget("detail.gradient", "GradientWidget")(image)
    shown = made.viewer.processed
    return np.asarray(shown[:, :, 0], np.float32), {"mean": float(shown.mean())}


def components(file, image):
    made = widget("colors.pca", "PcaWidget")(image)
    return processed(made), {"mean": float(made.viewer.processed.mean())}


def noise(file, image):
    made = widget("noise.noise", "NoiseWidget")(image)
    return processed(made), {"mean": float(made.viewer.processed.mean())}


def wavelet_noise(file, image):
    made = widget("noise.noise_estimmation", "NoiseWaveletBlockingWidget")(file, image)
    return processed(made), {}


def echo(file, image):
    return processed(widget("detail.echo", "EchoWidget")(image)), {}


def planes(file, image):
    return processed(widget("noise.planes", "PlanesWidget")(image)), {}


def minmax(file, image):
    made = widget("noise.minmax", "MinMaxWidget")(image)
    made.preprocess()
    return processed(made), {}


def contrast(file, image):
    made = widget("tampering.contrast", "ContrastWidget")(image)
    made.process()
    return processed(made), {"score": float(grey(made.joint).mean())}


def ghosts(file, image):
    """All nine maps: they are drawn and not kept, so they are taken where they are drawn."""
    module = __import__(package + "jpeg.ghostmmaps", fromlist=["plt"])
    drawn = []
    original = module.plt.imshow

    def imshow(picture, *rest, **named):
        if np.ndim(picture) == 2:
            drawn.append(np.array(picture, np.float32))
        return original(picture, *rest, **named)

    module.plt.imshow = imshow
    try:
        module.GhostmapWidget(file, image)
    finally:
        module.plt.imshow = original
        module.plt.close("all")
    # One under another, in the order of their qualities 50, 55 … 90.
    return np.concatenate(drawn), {"maps": len(drawn)}


def resampling(file, image):
    made = widget("tampering.resampling", "ResamplingWidget")(file, image)
    made.calculate_probability_maps()
    return np.asarray(made.probability_maps[0], np.float32), {}


def cloning(file, image):
    made = widget("tampering.cloning", "CloningWidget")(image)
    made.process()
    points = [
        [float(value) for end in (match.queryIdx, match.trainIdx) for value in made.kpts[end].pt]
        for cluster in made.clusters
        for match in cluster
    ]
    return None, {"clusters": len(made.clusters), "points": points}


def quality(file, image):
    module = __import__("gui.sherloq_app.core.jpeg", fromlist=["estimate_qf"])
    return None, {"quality": int(module.estimate_qf(image)) + 1}


def loss(file, image):
    """What its multiple-compression chart plots; the chart itself draws nothing that is decided."""
    module = __import__("gui.sherloq_app.core.jpeg", fromlist=["loss_curve"])
    return None, {"curve": [float(value) for value in module.loss_curve(image, tuple(range(1, 101)))]}


def tables(file, image):
    """Luminance tables of qualities 1 to 100, natural order."""
    module = __import__("gui.sherloq_app.core.jpeg", fromlist=["get_tables"])
    made = [module.get_tables(quality) for quality in range(1, 101)]
    return None, {
        "luminance": [one[:, :, 0].flatten().tolist() for one in made],
        "chrominance": [one[:, :, 1].flatten().tolist() for one in made],
    }


def thumbnail(file, image):
    module = __import__(package + "metadata.thumbnail", fromlist=["ThumbWidget"])
    module.exiftool_exe = lambda: exiftool
    shown = []

    class Viewer(module.ImageViewer):
        def __init__(self, original, processed=None, *rest, **named):
            shown.append(processed)
            super().__init__(original, processed, *rest, **named)

    real = module.ImageViewer
    module.ImageViewer = Viewer
    try:
        module.ThumbWidget(file, image)
    finally:
        module.ImageViewer = real
    return (grey(shown[0]), {}) if shown else (None, {})


tools = {
    "ela": ela,
    "ela-linear": lambda file, image: ela(file, image, True),
    "one-sided": one_sided,
    "gradient": gradient,
    "pca": components,
    "noise": noise,
    "wavelet-noise": wavelet_noise,
    "echo": echo,
    "planes": planes,
    "minmax": minmax,
    "contrast": contrast,
    "ghosts": ghosts,
    "resampling": resampling,
    "cloning": cloning,
    "quality": quality,
    "loss": loss,
    "tables": tables,
    "thumbnail": thumbnail,
}


def run(request):
    file = request.get("file")
    image = None if file is None else cv.imread(file, cv.IMREAD_COLOR)
    return tools[request["tool"]](file, image)


serve(run)
