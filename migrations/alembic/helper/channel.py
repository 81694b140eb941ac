# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The private channel: one JSON object a line, UTF-8, in both directions."""
import collections
import json
import os
import queue
import signal
import threading
import time

# Nothing of ours may come near the reader's limit of 16 MB a line.
TEXT_LIMIT = 32 * 1024
DETAIL_LIMIT = 512 * 1024
FLUSH_SECONDS = 0.05
PENDING_LIMIT = 5000


def cut(text, limit=TEXT_LIMIT):
    text = str(text)
    return text if len(text) <= limit else text[:limit] + " ..."


# json.dumps would make one for each message.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def encode(message):
    # A path may hold lone surrogates, which UTF-8 cannot carry.
    return _encode(message).encode("utf-8", "replace") + b"\n"


class Channel:
    """Only the flushing thread and answer() write, so that an interrupt of the main thread can
    never leave half a line. Events wait for at most FLUSH_SECONDS."""

    def __init__(self, fd):
        self._fd = fd
        self._requests = queue.SimpleQueue()
        self._answers = queue.SimpleQueue()
        self._pending = collections.deque()
        self._write_lock = threading.Lock()
        self._running = threading.Event()
        self._tick = None
        self._id = None
        self._cancelled_id = None
        self._interruptible = False

    def start(self):
        signal.signal(signal.SIGINT, self._interrupted)
        for target in (self._read, self._flush_often):
            threading.Thread(target=target, daemon=True).start()

    def next(self):
        """The next request, None when the other end has gone. Waits."""
        return self._requests.get()

    def begin(self, request, tick):
        self._tick = tick
        self._id = request["id"]
        self._pending.clear()
        self._running.set()

    @property
    def cancelled(self):
        return self._id is not None and self._cancelled_id == self._id

    def interruptible(self, yes):
        """From now on a cancel raises KeyboardInterrupt in the main thread, or no longer."""
        self._interruptible = yes
        if yes and self.cancelled:
            raise KeyboardInterrupt

    def event(self, name, **members):
        members["event"] = name
        self._pending.append(members)
        while len(self._pending) > PENDING_LIMIT:
            time.sleep(0.005)

    def ask(self, **members):
        """May this be done? Waits until the other end has seen to what has to come before it."""
        self.flush()
        self.send({"id": self._id, "ask": members})
        return self._answers.get()

    def answer(self, members):
        self._running.clear()
        self._tick = None
        self.flush()
        members["id"] = self._id
        self._id = None
        self.send(members)

    def send(self, message):
        with self._write_lock:
            self._write(encode(message))

    def flush(self):
        with self._write_lock:
            lines = []
            while self._pending:
                event = self._pending.popleft()
                event["id"] = self._id
                lines.append(encode(event))
            self._write(b"".join(lines))

    def _write(self, data):
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self._fd, view) :]
            except OSError:
                os._exit(0)  # nobody listens any more

    def _flush_often(self):
        while self._running.wait():
            time.sleep(FLUSH_SECONDS)
            tick = self._tick
            if tick is not None:
                tick()
            if self._running.is_set():
                self.flush()

    def _read(self):
        buffer = b""
        while True:
            try:
                chunk = os.read(self._fd, 1 << 20)
            except OSError:
                chunk = b""
            if not chunk:
                break
            buffer += chunk
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                self._received(json.loads(line))
        self._gone()

    def _received(self, message):
        if "answered" in message:
            if message["answered"] == self._id:
                self._answers.put(message["yes"])
            return
        if "cancel" not in message:
            self._requests.put(message)
            return
        self._cancelled_id = message["cancel"]
        if self.cancelled:
            # A real signal, so that a system call the main thread sleeps in returns.
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    def _gone(self):
        """The other end closed or died. A run in progress ends at once, also when a statement
        runs; an idle process may leave in order (atexit)."""
        if not self._running.is_set():
            self._requests.put(None)
            time.sleep(0.7)
        os._exit(0)

    def _interrupted(self, _number, _frame):
        if self._interruptible:
            raise KeyboardInterrupt
