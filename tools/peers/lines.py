"""What the scripts of tools/peers have in common: a JSON document a line in, a line of figures out, until the input ends."""
import json
import os
import sys
import time


def serve(name, answers):
    """Says who this is, then answers each document by the function that its "do" names."""
    _say({"name": name})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = answers[request["do"]](request)
        except Exception as error:  # Whatever a peer throws is what is to be told.
            answer = {"failed": sentence(error)}
        _say(answer)
    # Threads of a peer that still wait for their devices must not hold the end up, nor complain about it.
    os._exit(0)


def missing(what):
    """Says that the peer is not there, and ends."""
    _say({"missing": what})
    sys.exit(0)


def timed(request, action):
    """Does it as often as is asked, but not for longer; answers how long each took, in microseconds, and what stopped it."""
    took = []
    until = time.monotonic() + request["seconds"]
    try:
        while len(took) < request["times"] and time.monotonic() < until:
            began = time.perf_counter_ns()
            action()
            took.append((time.perf_counter_ns() - began) / 1000)
    except Exception as error:
        return {"took": took, "failed": sentence(error)}
    return {"took": took}


def sentence(error):
    """An error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
