"""Answers for the bench what other watermarkers make of a picture, one JSON object a line on either side.

Usage: python3 peers.py IW_FOLDER BW_FOLDER
IW_FOLDER is a checkout of invisible-watermark, BW_FOLDER one of blind_watermark; needs cv2, numpy and pywt.
Asked {"op": "embed", "scheme", "bits", "in", "out"} it answers {"seconds"};
asked {"op": "read", "scheme", "length", "in"} it answers {"bits", "seconds"}. A scheme that fails answers {"error"}.
"""

import json
import sys
import time
import types

sys.modules["torch"] = types.ModuleType("torch")  # only its neural scheme needs it, which is not run here
sys.path[:0] = [sys.argv[1], sys.argv[2]]

import cv2  # noqa: E402
import numpy  # noqa: E402

numpy.float = float
from imwatermark import WatermarkDecoder, WatermarkEncoder  # noqa: E402
import blind_watermark  # noqa: E402

blind_watermark.bw_notes.close()


def embed(scheme, bits, source, target):
    picture = cv2.imread(source, cv2.IMREAD_COLOR)
    started = time.perf_counter()
    if scheme == "blind_watermark":
        mark = blind_watermark.WaterMark(password_img=1, password_wm=1)
        mark.read_img(img=picture)
        mark.read_wm([bit == "1" for bit in bits], mode="bit")
        marked = numpy.clip(mark.embed(), 0, 255).round().astype(numpy.uint8)
    else:
        encoder = WatermarkEncoder()
        encoder.set_watermark("bits", [int(bit) for bit in bits])
        marked = encoder.encode(picture, scheme)
    seconds = time.perf_counter() - started
    cv2.imwrite(target, marked)
    return {"seconds": seconds}


def read(scheme, length, source):
    picture = cv2.imread(source, cv2.IMREAD_COLOR)
    started = time.perf_counter()
    if scheme == "blind_watermark":
        mark = blind_watermark.WaterMark(password_img=1, password_wm=1)
        values = mark.extract(embed_img=picture, wm_shape=length, mode="bit")
        bits = "".join("1" if value > 0.5 else "0" for value in values)
    else:
        values = WatermarkDecoder("bits", length).decode(picture, scheme)
        bits = "".join("1" if value else "0" for value in values)
    return {"bits": bits, "seconds": time.perf_counter() - started}


for line in sys.stdin:
    asked = json.loads(line)
    try:
        if asked["op"] == "embed":
            answer = embed(asked["scheme"], asked["bits"], asked["in"], asked["out"])
        else:
            answer = read(asked["scheme"], asked["length"], asked["in"])
    except Exception as error:  # a peer that cannot take a picture is a result of the bench
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
