"""Spans of model calls, sent as OTLP over HTTP with nothing but the standard library.

A service that already uses OpenTelemetry needs none of this: it points its exporter at Runrate (see README.md). The requests are
the same.
"""

import json
import os
import queue
import secrets
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

CLIENT = 3


class Spans:
    """Gathers spans and sends them from a thread of its own, so that no answer waits for it. Full or unreachable, it drops."""

    def __init__(self, service: str, url: str, token: str, limit: int = 10_000) -> None:
        self._resource = _attributes({"service.name": service})
        self._request = {"url": url + "/v1/traces", "token": token}
        self._waiting: queue.Queue = queue.Queue(limit)
        self._thread = threading.Thread(target=self._send_all, daemon=True)
        self._thread.start()
        self.dropped = 0

    @contextmanager
    def call(self, name: str, **attributes: str | int):
        """A span around one call of a model; what the block puts into the dictionary becomes its attributes."""
        started = time.time_ns()
        found = dict(attributes)
        try:
            yield found
        finally:
            span = {
                "traceId": secrets.token_hex(16),
                "spanId": secrets.token_hex(8),
                "name": name,
                "kind": CLIENT,
                "startTimeUnixNano": str(started),
                "endTimeUnixNano": str(time.time_ns()),
                "attributes": _attributes(found),
            }
            try:
                self._waiting.put_nowait(span)
            except queue.Full:
                self.dropped += 1

    def close(self) -> None:
        """Sends what is left. A service calls it when it stops."""
        self._waiting.put(None)
        self._thread.join(timeout=10)

    def _send_all(self) -> None:
        while (span := self._waiting.get()) is not None:
            batch = [span]
            while len(batch) < 512 and not self._waiting.empty():
                following = self._waiting.get_nowait()
                if following is None:
                    self._waiting.put(None)
                    break
                batch.append(following)
            self._send(batch)

    def _send(self, spans: list[dict]) -> None:
        body = {"resourceSpans": [{"resource": {"attributes": self._resource}, "scopeSpans": [{"spans": spans}]}]}
        request = urllib.request.Request(
            self._request["url"],
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json", "authorization": f"Bearer {self._request['token']}"},
        )
        for attempt in range(5):
            try:
                with urllib.request.urlopen(request, timeout=10):
                    return
            except urllib.error.HTTPError as error:
                # Only these are worth another try; the same span sent twice is stored once.
                if error.code not in (429, 502, 503, 504):
                    break
                time.sleep(float(error.headers.get("retry-after") or 2**attempt))
            except OSError:
                time.sleep(2**attempt)
        self.dropped += len(spans)


def _attributes(values: dict) -> list[dict]:
    def value(one: str | int) -> dict:
        return {"intValue": str(one)} if isinstance(one, int) else {"stringValue": one}

    return [{"key": key, "value": value(one)} for key, one in values.items()]


def from_environment(service: str) -> Spans:
    return Spans(service, os.environ["RUNRATE_URL"], os.environ["RUNRATE_TOKEN"])
