"""Decide which addresses from data may become links."""

from __future__ import annotations

from urllib.parse import urlsplit

from conductcli.output.sanitize import clean


def address(url: str | None) -> str | None:
    """Return the address if it is a plain web address with a host and nothing hidden in it, else None."""
    if not url or clean(url) != url or any(map(str.isspace, url)):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url
