"""Runs cells on the course's kernel as Jupyter's front ends do.

Reads one request a line (JSON) and answers each with one line:
  {"cells": [...], "interrupt": seconds?, "waiting": bool?, "stop_on_error": bool?}
  -> [{"status": ..., "reply": {...}, "outputs": [...], "seconds": ...}, ...]
Or {"ask": "complete" | "inspect", "code": ..., "position": ...}, answered by the reply's content.
The cells are sent at once, as "Run all" does, or, when waiting, each after the reply to the last.
"""

import json
import sys
import tempfile
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

# Not our own stdout: Node makes what it inherits non-blocking, and long answers would be cut.
terminal = tempfile.TemporaryFile("w+")
manager, client = start_new_kernel(
    kernel_name="convlab", startup_timeout=60, stdout=terminal, stderr=terminal
)


def ask(request):
    """Completion and inspection, as an editor asks for them."""
    method = getattr(client, request["ask"])
    return method(request["code"], request["position"], reply=True, timeout=10)["content"]


def answer(request):
    if "ask" in request:
        return ask(request)
    if request.get("waiting"):
        return [answer({**request, "cells": [cell], "waiting": False})[0] for cell in request["cells"]]
    stop = request.get("stop_on_error", True)
    started = time.time()
    ids = [client.execute(cell, stop_on_error=stop) for cell in request["cells"]]
    results = {i: {"status": None, "outputs": [], "idle": False} for i in ids}
    interrupt = request.get("interrupt")
    deadline = started + 30
    while not all(r["idle"] and r["status"] for r in results.values()):
        if time.time() > deadline:
            raise TimeoutError(f"no end of {request['cells']}: {list(results.values())}")
        if interrupt is not None and time.time() - started > interrupt:
            manager.interrupt_kernel()
            interrupt = None
        for read in (client.get_iopub_msg, client.get_shell_msg):
            try:
                message = read(timeout=0.02)
            except Empty:
                continue
            result = results.get(message["parent_header"].get("msg_id"))
            if result is None:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_reply":
                result.update(status=content["status"], reply=content, seconds=time.time() - started)
            elif kind == "status":
                result["idle"] = content["execution_state"] == "idle"
            elif kind != "execute_input":
                result["outputs"].append({"type": kind, **content})
    return [results[i] for i in ids]


print(json.dumps({"pid": manager.provisioner.pid if manager.provisioner else None}), flush=True)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # the test must see it, not a client that hangs
        reply = {"failure": repr(error)}
    print(json.dumps(reply), flush=True)
client.stop_channels()
manager.shutdown_kernel()
terminal.seek(0)
print(json.dumps({"terminal": terminal.read()}), flush=True)
