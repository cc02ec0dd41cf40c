"""One request a line on the standard input, one answer a line: what the drivers of the Python peers share."""

import json
import os
import resource
import sys

import numpy as np


def used():
    """Processor time of this process and of what it started and saw end."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def serve(run):
    """`run(request)` gives a map, or None, and facts; the map goes to the file the request names, as 32-bit floats."""
    # What a peer prints itself goes elsewhere.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            begun = used()
            values, facts = run(request)
            reply = {"seconds": used() - begun, "facts": facts}
            if values is not None and request.get("map"):
                values = np.ascontiguousarray(values, np.float32)
                values.tofile(request["map"])
                reply["height"], reply["width"] = values.shape
        except Exception as error:  # noqa: BLE001  a peer that fails is an answer of its own
            reply = {"error": f"{type(error).__name__}: {error}"[:300]}
        out.write(json.dumps(reply) + "\n")
        out.flush()
