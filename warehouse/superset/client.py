"""What we ask of a running Superset over its HTTP interface: log in, load the bundle, answer a chart's question."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from http.cookiejar import CookieJar
from typing import Any

from schemas.errors import StoreError

_SECONDS = 120


class SupersetClient:
    """A session with a Superset on this machine; `address` is like http://127.0.0.1:8088."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        self._headers = {"Referer": address}

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            with self._opener.open(f"{self.address}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log_in(self, user: str, password: str) -> None:
        """Log in; later requests are made as that user. Raises StoreError where Superset refuses."""
        told = {"username": user, "password": password, "provider": "db", "refresh": False}
        token = self._send("/api/v1/security/login", told)["access_token"]
        self._headers["Authorization"] = f"Bearer {token}"
        self._headers["X-CSRFToken"] = self._send("/api/v1/security/csrf_token/")["result"]

    def load(self, bundle: bytes) -> None:
        """Import a bundle, in place of what an earlier one made; raises StoreError where Superset refuses it."""
        border = uuid.uuid4().hex
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="bundle"; filename="bundle.zip"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        )
        body = head.encode() + bundle + f"\r\n--{border}--\r\n".encode()
        self._request("/api/v1/assets/import/", body, f"multipart/form-data; boundary={border}")

    def find(self, kind: str) -> list[dict[str, Any]]:
        """All databases, datasets, charts or dashboards it holds (`kind` in the singular)."""
        return list(self._send(f"/api/v1/{kind}/?q=(page_size:1000)")["result"])

    def answer(self, dataset_id: int, query: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows that a chart's query gives, asked as a chart asks."""
        asked = {"datasource": {"id": dataset_id, "type": "table"}, "queries": [query], "force": True}
        return list(self._send("/api/v1/chart/data", asked)["result"][0]["data"])

    def _send(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(body).encode() if body is not None else None
        return dict(json.loads(self._request(path, data, "application/json")))

    def _request(self, path: str, data: bytes | None, kind: str) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - an address of this machine, made by us
            self.address + path, data, {**self._headers, "Content-Type": kind}
        )
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
            raise StoreError(
                f"Superset at {self.address} refused {path} ({error.code}): {said}; see superset.log"
            ) from None
        except (urllib.error.URLError, OSError) as error:
            raise StoreError(
                f"Superset at {self.address} does not answer: {error}; see superset.log in its folder"
            ) from error
