"""Few rules, to see each mechanic by itself."""

from typing import Any

RULES: dict[str, Any] = {
    "negation": {"after": ["nicht"]},
    "words": {"past": ["früher", "damals"]},
    "harmless": ["sterbe vor lachen"],
    "frames": {"past": ["<past>"], "fiction": ["im|in_dem lied|film|spiel"]},
    "still": ["jetzt", "immer noch", "wieder"],
    "dangers": [
        {"kind": "partner-violence", "rules": {"hit": ["schlägt|geschlagen mich|hat|worden"]}},
        {"kind": "suicide", "rules": {"wants-to-die": ["sterbe*", "selbstmord"]}},
    ],
    "adult_writes": ["mein [*] enkel"],
    "child_writes": ["bin <past> schüler", "in der 1|2|3|4|5|6|7|8 klasse"],
}
