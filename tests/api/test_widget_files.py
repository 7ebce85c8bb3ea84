"""What the widget is sent as: a few bundles, at addresses that name their version."""

import re
import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.assets import PackingError
from api.widget import router
from api.widget.joining import join
from api.widget.packing import pack_widget
from api.widget.routes import SOURCES

VERSIONED = re.compile(r"/widget/([0-9a-f]{12})/element\.js")


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCES, tmp_path / "static"))


def version_in(client: TestClient) -> str:
    found = VERSIONED.search(client.get("/widget.js").text)
    assert found is not None
    return found[1]


def test_widget_js_is_asked_for_each_time_and_names_the_version(client: TestClient) -> None:
    assert client.get("/widget.js").headers["cache-control"] == "no-cache"
    answer = client.get(f"/widget/{version_in(client)}/element.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_nobody_keeps_a_file_under_the_address_of_another_version(client: TestClient) -> None:
    present = client.get(f"/widget/{version_in(client)}/widget.css")
    for address in ("/widget/000000000000/widget.css", "/widget/widget.css"):
        answer = client.get(address)
        assert answer.content == present.content
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["routes.py", "..%2fwidget.js", "widget.js", "dom.js", ""])
def test_no_version_leads_out_of_the_folder(client: TestClient, name: str) -> None:
    assert client.get(f"/widget/{version_in(client)}/{name}").status_code == 404


def test_languages_are_those_with_texts(sources: Path) -> None:
    assert b'name:"Polski"' in pack_widget(sources).files["element.js"].plain
    (sources / "widget" / "strings.pl.json").unlink()
    assert b'name:"Polski"' not in pack_widget(sources).files["element.js"].plain


@pytest.mark.parametrize("name", ["widget.css", "strings.tr.json", "dom.js"])
def test_each_change_is_another_version(sources: Path, name: str) -> None:
    before = pack_widget(sources)
    path = sources / "widget" / name
    text = path.read_text(encoding="utf-8")
    changed = {
        "widget.css": text + "p { order: 1 }",
        "strings.tr.json": text.replace("{", '{"new": "",', 1),
        "dom.js": text.replace("http:", "ftp:"),
    }
    path.write_text(changed[name], encoding="utf-8")
    after = pack_widget(sources)
    assert after.version != before.version
    assert after.definition != before.definition


def test_a_comment_is_no_change(sources: Path) -> None:
    before = pack_widget(sources).version
    with (sources / "widget" / "dom.js").open("a", encoding="utf-8") as file:
        file.write("// for whoever reads it\n")
    assert pack_widget(sources).version == before


def test_a_faulty_module_is_named(sources: Path) -> None:
    (sources / "widget" / "chips.js").write_text("\n\nconst = 1;", encoding="utf-8")
    with pytest.raises(PackingError, match=r"chips\.js: .*line 3"):
        pack_widget(sources)


A = 'import { b, c as d } from "./b.js";\nexport function a() { return b + d; }\n'
B = "export const b = 1;\nexport const c = 2;\n"


def test_a_bundle_holds_what_its_entry_imports() -> None:
    bundles = join({"a.js": A, "b.js": B, "c.js": "export const e = 1;"}, "a.js")
    assert bundles.keys() == {"a.js"}
    assert "import" not in bundles["a.js"]
    assert bundles["a.js"].count("const b = 1") == 1
    assert "const e" not in bundles["a.js"]


def test_what_is_imported_lazily_is_another_bundle_and_nothing_is_in_two() -> None:
    texts = {
        "a.js": A + "export const later = () => import(`./l-1.js${again}`);",
        "b.js": B,
        "l-1.js": 'import { b } from "./b.js";\nimport {\n m,\n} from "./m.js";\nexport class L {}',
        "m.js": 'export const m = () => import("./n.js");',
        "n.js": "export const n = 1;",
    }
    bundles = join(texts, "a.js")
    assert bundles.keys() == {"a.js", "l-1.js"}
    assert [name for name, text in bundles.items() if "const b = 1" in text] == ["a.js"]
    assert [name for name, text in bundles.items() if "const n = 1" in text] == ["l-1.js"]
    assert "import(" not in bundles["l-1.js"]


def test_json_that_is_imported_is_in_the_bundle() -> None:
    texts = {
        "a.js": 'import words from "./words.json" with { type: "json" };\nexport const a = words;',
        "words.json": '{\n  "you": "Sie"\n}',
    }
    bundles = join(texts, "a.js")
    assert bundles.keys() == {"a.js"}
    assert 'const words = {"you":"Sie"};' in bundles["a.js"]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"a.js": 'import { b } from "./b.js";'}, r"a\.js imports b\.js, which is not there"),
        (
            {"a.js": A, "b.js": A.replace("b", "a")},
            r"a\.js imports b\.js imports a\.js: modules in",
        ),
        ({"a.js": "\nexport default 1;"}, r"a\.js, line 2: “export default 1;” cannot be joined"),
        ({"a.js": A + 'import * as b from "./b.js";', "b.js": B}, r"a\.js, line 3: “import \*"),
        ({"a.js": "export let a = 1;"}, r"a\.js, line 1: “export let a"),
        ({"a.js": 'import { h } from "https://cdn.example/h.js";'}, r"a\.js, line 1: "),
    ],
)
def test_what_cannot_be_joined_is_told(texts: dict[str, str], told: str) -> None:
    with pytest.raises(PackingError, match=told):
        join(texts, "a.js")


def test_properties_of_its_own_have_the_same_short_names_in_styles_and_modules() -> None:
    files = pack_widget(SOURCES).files
    set_by_modules = set(re.findall(r"--_[\w-]+", files["guide.js"].plain.decode()))
    styles = "".join(files[name].plain.decode() for name in ("launcher.css", "widget.css"))
    assert len(set_by_modules) == 3  # text size; top and height of what the keyboard leaves
    assert all(f"var({name}" in styles and len(name) <= 5 for name in set_by_modules)
    assert not re.search(r"--_[a-z]+-", styles)
