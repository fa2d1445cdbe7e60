"""
The measure of the machine: a blocking socket of Python that sends one ready-made frame again and again, and waits for the frame that answers it.
It knows of the protocol only that the length of a frame's rest stands at byte 12.
"""
import socket
import struct
import sys

import lines

HEADER = 16


class Raw:
    def __init__(self):
        self.socket = None
        self.frame = b""

    def connect(self, request):
        device, = request["devices"]
        self.frame = bytes.fromhex(request["frame"])
        self.socket = socket.create_connection((device["ip"], device["port"]), timeout=request["seconds"])
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ask()
        return {"connected": 1}

    def status(self, request):
        return lines.timed(request, self.ask)

    def ask(self):
        self.socket.sendall(self.frame)
        answer = self.socket.recv(4096)
        while len(answer) < HEADER or len(answer) < HEADER + struct.unpack_from(">I", answer, 12)[0]:
            more = self.socket.recv(4096)
            if not more:
                raise ConnectionError("the device closed the connection")
            answer += more


raw = Raw()
lines.serve(f"Python {sys.version_info.major}.{sys.version_info.minor} raw socket", {"connect": raw.connect, "status": raw.status})
