"""Many spellings, one folded text."""

import pytest

from bot.safety.folding import Script, fold_text


@pytest.mark.parametrize(
    ("script", "text", "folded"),
    [
        ("latin", "Schlägt schlaegt SCHLÄÄÄGT schla\u0308gt", "schlagt schlagt schlagt schlagt"),
        ("latin", "s t e r b e n", "sterben"),
        ("latin", "s.t.e.r.b.e.n", "sterben"),
        ("latin", "er t0t m0rd su1z1d", "er tot mord suizid"),
        ("latin", "s*lbstm0rd", "s*lbstmord"),
        ("latin", "mein 3jähriger, 112", "mein 3jahriger 112"),
        ("latin", "m-a bătut, dövüyor ışık", "m a batut dovuyor isik"),
        ("latin", "😭 🔪👍🏽", "🔪"),
        ("latin", "ster\u200bben\u00ad", "sterben"),
        ("latin", "𝓼𝓽𝓮𝓻𝓫𝓮𝓷", "sterben"),
        ("latin", "nein… oder", "nein oder"),
        ("cyrillic", "я не хочу жить", "иа не хочу зит"),
        ("cyrillic", "ya ne hochu zhit'", "иа не хочу зит"),
        ("cyrillic", "меня menya menja menia", "мениа мениа мениа мениа"),
        ("cyrillic", "боїться боится", "боитсиа боитсиа"),
        ("cyrillic", "cмерть смэрть", "смерт смерт"),
        ("cyrillic", "у неё у нее у неї не", "у неи у неи у неи не"),
        ("arabic", "أُضْرَب اضـــرب", "اضرب اضرب"),
        ("arabic", "يظربني يضربني", "يضربني يضربني"),
        ("arabic", "١١٢", "112"),
        ("arabic", "bidrabni bydrabny", "bidrabni bidrabni"),
        ("arabic", "khayfe 5ayfe", "xaifi xaifi"),
    ],
)
def test_spellings_become_one(script: Script, text: str, folded: str) -> None:
    assert fold_text(text, script) == f" {folded} . "


@pytest.mark.parametrize("end", [".", "!", "?", ";", "؟", "\n"])
def test_sentences_end(end: str) -> None:
    assert fold_text(f"ja{end} nein") == " ja . nein . "
