import pytest
from django.http import Http404

from core.media import serve_media


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("documents/minutes.txt", "original_images/big.jpg", "images/small.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"content")
    (tmp_path.parent / "secret_key").write_bytes(b"secret")


def test_picture_of_a_page_is_served(rf):
    response = serve_media(rf.get("/"), "images/small.jpg")
    assert response.getvalue() == b"content"
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "path",
    [
        "documents/minutes.txt",
        "original_images/big.jpg",
        "images/../documents/minutes.txt",
        "./documents/minutes.txt",
        "/documents/minutes.txt",
        "../secret_key",
        "images/",
    ],
)
def test_nothing_else_is_served(rf, path):
    with pytest.raises(Http404):
        serve_media(rf.get("/"), path)
