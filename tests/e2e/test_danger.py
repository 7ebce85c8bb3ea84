"""What was written in danger is in no file of the running stack."""

import httpx
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack

# A word that nothing else writes, so that its bytes can be looked for.
WORD = "Xanthippenweg"
DANGER = f"Mein Mann schlägt mich, wir sind im {WORD}, meine Tochter ist 3"


def test_no_byte_of_it_is_kept(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        begun = client.post("/api/conversations", json={}).json()
        path = f"/api/conversations/{begun['id']}"
        said = client.post(f"{path}/messages", json={"text": DANGER}).json()
        assert said["messages"][0]["type"] == "crisis"
        assert said["profile"]["children"][0]["age_min_months"] == 36
        client.patch(f"{path}/profile", json={"need_text": DANGER}).raise_for_status()
        client.post("/api/search", json={"query": DANGER}).raise_for_status()
        assert WORD not in client.get(path).text
    kept = [path for path in stack.data_dir.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in kept)
    assert [path.name for path in kept if WORD.encode() in path.read_bytes()] == []
