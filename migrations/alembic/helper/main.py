# SPDX-FileCopyrightText: 2026 The Spiritsafe developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The helper's main thread: greet, then one request after the other."""
import sys

from spiritsafe_helper import process
from spiritsafe_helper.channel import Channel

PROTOCOL = 1


def main(fd):
    channel = Channel(fd)
    channel.start()
    process.harden()
    try:
        greeting = process.import_ahead()
        commands = _commands(channel)
    except BaseException as error:
        channel.send({"error": {"kind": "helper", "code": "no_alembic", "message": str(error)}})
        channel.next()
        sys.exit(1)
    channel.send(dict(greeting, protocol=PROTOCOL))
    _serve(channel, commands)


def _commands(channel):
    from spiritsafe_helper import guard, scripts
    from spiritsafe_helper.commands import Commands

    scripts.install()
    guard.install()
    return Commands(channel)


def _serve(channel, commands):
    while True:
        request = channel.next()
        if request is None:
            return
        channel.begin(request, commands.tick)
        channel.answer(_answer(channel, commands, request))
        commands.finish()


def _answer(channel, commands, request):
    if not commands.knows(request["method"]):
        return {"error": {"kind": "helper", "code": "unknown_method",
                          "message": "The helper does not know %s." % request["method"]}}
    try:
        try:
            channel.interruptible(True)
            answer = {"result": commands.call(request["method"], request.get("params") or {})}
        finally:
            channel.interruptible(False)
    except BaseException as error:
        answer = {"error": commands.error(error)}
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return answer
