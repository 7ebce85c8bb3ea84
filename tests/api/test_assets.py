"""Files for browsers: short, in the coding that was asked for, and fresh."""

import gzip
import os
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient

from api.assets import PackingError, Watched, pack, pack_folder, send
from api.assets.sending import accepts_gzip

STYLE = "/* why */\np {\n  color: #ffffff;\n}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.css").write_text(STYLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> TestClient:
    app = FastAPI()
    watched = Watched(folder, pack_folder)

    @app.get("/page.css")
    def page(request: Request) -> Response:
        return send(request, watched.made["page.css"])

    return TestClient(app, headers={"Accept-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("accept_encoding", "accepted"),
    [
        ("gzip, deflate, br, zstd", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*, gzip;q=0", False),
        ("*;q=0", False),
        ("br", False),
        ("gzip;q=much", False),
        (",,;", False),
    ],
)
def test_gzip_is_sent_to_whom_it_may_be(accept_encoding: str, accepted: bool) -> None:
    assert accepts_gzip(accept_encoding) is accepted


def test_text_is_shortened_before_it_is_gzipped() -> None:
    packed = pack("page.css", STYLE)
    assert packed.plain == b"p{color:#fff}"
    assert gzip.decompress(packed.gzipped) == packed.plain


def test_equal_files_are_equal_bytes() -> None:
    assert pack("page.css", STYLE) == pack("page.css", STYLE)


def test_both_representations_have_a_tag_of_their_own(client: TestClient) -> None:
    zipped = client.get("/page.css")
    plain = client.get("/page.css", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_what_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/page.css").headers["etag"]
    again = client.get("/page.css", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in again.headers


def test_the_tag_of_one_representation_is_none_of_the_other(client: TestClient) -> None:
    tag = client.get("/page.css", headers={"Accept-Encoding": "identity"}).headers["etag"]
    assert client.get("/page.css", headers={"If-None-Match": tag}).status_code == 200


def test_a_changed_file_is_served_without_a_restart(client: TestClient, folder: Path) -> None:
    client.get("/page.css")
    (folder / "page.css").write_text("p { color: #000000 }", encoding="utf-8")
    assert client.get("/page.css").text == "p{color:#000}"


def test_a_file_of_the_same_size_is_known_to_be_new_by_its_time(
    client: TestClient, folder: Path
) -> None:
    client.get("/page.css")
    path = folder / "page.css"
    path.write_text(STYLE.replace("ffffff", "aabbcc"), encoding="utf-8")
    os.utime(path, ns=(0, 0))
    assert client.get("/page.css").text == "p{color:#abc}"


def test_nothing_is_packed_again_as_long_as_nothing_changes(folder: Path) -> None:
    watched = Watched(folder, pack_folder)
    assert watched.made is watched.made


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("broken.js", b"const = 1;", "broken.js: .*line 1"),
        ("broken.json", b'{"a": }', "broken.json: .*line 1"),
        ("latin.css", "p { content: 'ä' }".encode("latin-1"), "latin.css: not UTF-8 at byte 14"),
        ("page.exe", b"", "page.exe: only .js, .css"),
    ],
)
def test_a_fault_is_told_with_the_name_of_the_file(
    folder: Path, name: str, content: bytes, told: str
) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(PackingError, match=told):
        pack_folder(folder)


def test_a_file_that_becomes_faulty_is_told_once_and_replaces_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(folder, pack_folder)
    before = watched.made
    (folder / "half.js").write_text("const =", encoding="utf-8")
    assert watched.made is before
    assert watched.made is before
    assert caplog.text.count("half.js: ") == 1
    (folder / "half.js").write_text("const whole = 1;", encoding="utf-8")
    assert "half.js" in watched.made
