"""Answers that are files: whole, in parts, unchanged, or handed over to nginx."""

import re
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

_AT_A_TIME = 64 * 1024
# One stretch: `bytes=0-99`, `bytes=100-`, or the last hundred, `bytes=-100`.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer_with_file(
    request, *, file: File, name: str, content_type: str, shown_in_browser: bool, fingerprint: str
) -> HttpResponseBase:
    """`fingerprint`: of the content, letters and digits; empty where it is not known. Raises Http404."""
    if not file.storage.exists(file.name):
        raise Http404
    etag = f'"{fingerprint}"' if fingerprint else None
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _handed_over(file) or _sent_by_us(request, file, etag)
        response["Content-Type"] = content_type
        response["Content-Disposition"] = content_disposition_header(not shown_in_browser, name)
    if etag:
        response["ETag"] = etag
    # Whatever is in it, it runs nothing and is nothing but what its name says.
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _handed_over(file: File) -> HttpResponse | None:
    """nginx sends the file from the address of its internal location, parts of it too."""
    if not settings.DOCUMENTS_ACCEL_PREFIX:
        return None
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.DOCUMENTS_ACCEL_PREFIX.rstrip('/')}/{quote(file.name)}"
    # nginx knows how long the file is; a length of nothing would cut it off.
    response.headers.pop("Content-Length", None)
    return response


def _sent_by_us(request, file: File, etag: str | None) -> HttpResponseBase:
    size = file.size
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    # A part of another version than the reader has begun with is of no use.
    if asked is None or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return _stream(file.storage.open(file.name), size)
    first, last = _stretch(*asked.groups(), size=size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content = file.storage.open(file.name)
    content.seek(first)
    response = _stream(_Part(content, last - first + 1), last - first + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _stretch(first: str, last: str, *, size: int) -> tuple[int, int]:
    """First and last byte; the first is after the last where there is nothing to send."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _stream(content, length: int) -> FileResponse:
    response = FileResponse(content)
    response.block_size = _AT_A_TIME
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    return response


class _Part:
    """A file that ends after so many bytes from where it stands."""

    def __init__(self, content: BinaryIO, length: int):
        self._content, self._left = content, length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        read = self._content.read(wanted)
        self._left -= len(read)
        return read

    def close(self) -> None:
        self._content.close()
