"""
tinytuya, where it is installed. Many devices: "threads", a thread for each, with the loop of its own examples/monitor.py, or "monitor", all in its
Monitor. One device: "one", as it comes, or "no-wait", without the 10 ms that it sleeps after whatever it sends.
"""
import sys
import threading
import time

import lines

try:
    import tinytuya
except ImportError:
    lines.missing("tinytuya")

# The examples' figure.
SECONDS_BETWEEN_HEARTBEATS = 12

SWITCH = "20"


def connection(device):
    made = tinytuya.Device(device["id"], address=device["ip"], local_key=device["key"], version=float(device["version"]), port=device["port"], persist=True)
    if way == "no-wait":
        made.set_sendWait(None)
    return made


def values(answer):
    """The DPs of an answer; tinytuya tells errors in the place of them."""
    if answer and "Err" in answer:
        raise RuntimeError(f"{answer['Err']}: {answer.get('Error')}")
    return (answer or {}).get("dps") or {}


class Counters:
    """Written by one thread each."""

    def __init__(self, count):
        self.answered = [False] * count
        self.pushes = [0] * count
        self.lost = [0] * count
        self.first_error = None

    def count(self, _):
        answer = {"pushes": sum(self.pushes), "lost": sum(self.lost)}
        return answer | ({"error": self.first_error} if self.first_error else {})

    def wait(self, request):
        until = time.monotonic() + request["seconds"]
        while not all(self.answered) and time.monotonic() < until:
            time.sleep(0.002)
        answer = {"connected": sum(self.answered)}
        return answer | ({"error": self.first_error} if self.first_error else {})


class Threads(Counters):
    def __init__(self, devices):
        super().__init__(len(devices))
        for place, device in enumerate(devices):
            threading.Thread(target=self.live, args=(place, device), daemon=True).start()

    def live(self, place, device):
        try:
            mine = connection(device)
            while SWITCH not in values(mine.status()):
                pass
            self.answered[place] = True
            heartbeat = time.monotonic() + SECONDS_BETWEEN_HEARTBEATS
            while True:
                if time.monotonic() >= heartbeat:
                    mine.heartbeat(nowait=True)
                    heartbeat = time.monotonic() + SECONDS_BETWEEN_HEARTBEATS
                if values(mine.receive()):
                    self.pushes[place] += 1
        except Exception as error:
            self.lost[place] += 1
            self.first_error = self.first_error or lines.sentence(error)


class Monitored(Counters):
    def __init__(self, devices):
        super().__init__(len(devices))
        self.places = {device["id"]: place for place, device in enumerate(devices)}
        self.monitor = tinytuya.Monitor(on_status=self.on_status, on_disconnect=self.on_disconnect)
        made = [connection(device) for device in devices]
        for one in made:
            added = self.monitor.add(one)
            if isinstance(added, (str, int)):
                self.on_disconnect(one, added)
        self.monitor.start()
        for one in made:
            self.monitor.command(one, "status")

    def on_status(self, device, result):
        place = self.places[device.id]
        if not values(result):
            return
        if self.answered[place]:
            self.pushes[place] += 1
        self.answered[place] = True

    def on_disconnect(self, device, error):
        self.lost[self.places[device.id]] += 1
        self.first_error = self.first_error or str(error)


class One:
    def __init__(self, device):
        self.device = connection(device)
        self.on = self.ask()

    def ask(self):
        return values(self.device.status())[SWITCH]

    def switch(self):
        self.on = not self.on
        told = values(self.device.set_value(int(SWITCH), self.on))
        # What comes first need not be the report of what was set.
        while told.get(SWITCH) != self.on:
            told = values(self.device.receive())


class Session:
    def connect(self, request):
        devices = request["devices"]
        if request["one"]:
            self.one = One(devices[0])
            return {"connected": 1}
        self.many = (Monitored if way == "monitor" else Threads)(devices)
        return self.many.wait(request)

    def count(self, request):
        return self.many.count(request)

    def status(self, request):
        return lines.timed(request, self.one.ask)

    def set(self, request):
        return lines.timed(request, self.one.switch)


way = sys.argv[1]
session = Session()
lines.serve(f"tinytuya {tinytuya.__version__}", {name: getattr(session, name) for name in ("connect", "count", "status", "set")})
