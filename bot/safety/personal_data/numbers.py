"""Numbers and addresses that lead to one person: phone, mail, bank account, files of an office."""

import re
from collections.abc import Iterable, Iterator

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.safety.personal_data.found import Found
from bot.safety.personal_data.words import words

_REGION = "DE"
_SERVICE = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
)
_SHORT_SERVICE = re.compile(r"11[0-9]|116[0-9]{3}|19222|19240|0?800[0-9]*")
_LEAST_OF_A_PHONE, _LEAST_BEHIND_A_WORD, _LEAST_OF_A_FILE = 6, 5, 4
_LEAST_FAR_BEHIND = 6
_LONG = 8
_LONGEST_PHONE = 40

_MAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:(?:\.|\s?\((?:dot|punkt)\)\s?)[\w-]+)+"
)
_HANDLE = re.compile(r"(?<![\w@])@\w[\w.]{2,}")
# A number with a slip in it still leads to the account: no checksum is asked for.
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}[ ]?\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)", re.I
)
_LEAST_OF_AN_IBAN = 12  # digits
_PHONE = re.compile(
    r"(?<![\w/.,-])(?!\d\d?[ /-]+\d\d?[ /-]+(?:19|20)\d\d(?!\d))"
    r"(?:\(?\+[ ]?|\(?0)(?:[ /()-]{0,3}\d){5,}(?!\w)"
)
_CALLED_NUMBER = (
    r"(?:[ ]?(?:ist|is|lautet|to|este|:|=|-|–|—|nr\.?|no\.?|\.)){0,2}[ ]{0,2}[:#]?[ ]{0,2}"
)
# Kindergeld, Bedarfsgemeinschaft, health insurance, pension insurance, court; in this order.
_OFFICIAL = re.compile(
    r"(?<!\w)(?:\d{3}[ ]?FK[ ]?\d{6}|\d{5}[ ]?(?://|BG)[ ]?\d{5,7}"
    r"|[A-Z]\d{9}|\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}"
    r"|\d{1,4}[ ][A-Z]{1,3}[ ]\d{1,5}/\d{2})(?!\w)",
    re.I,
)
_LONG_NUMBER = re.compile(r"(?<![\w.,+])\d{8,}(?![\w])")
_WORDS_BETWEEN = r"(?P<between>(?:[^\W\d_]+[ ]){0,2})"
_FILE = r"(?P<number>(?:[A-Z]{1,4}[ ]?)?\d[\w/.\-]*(?:[ ](?=[A-Z]?\d)[\w/.\-]+)*)"
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT_BEHIND = re.compile(
    r"[ ]?(?:€|euro|jahre?|monate?|uhr|kinder|years?|months?|yaş|ay|лет|років|lat|ani|سن)", re.I
)
_TIMES = re.compile(r"\d{1,2}[ ]?-[ ]?\d{1,2}")


def _behind(cues: tuple[str, ...]) -> str:
    spelled = {"[ -]?".join(map(re.escape, cue.split())) for cue in cues}
    longest_first = sorted(spelled, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(longest_first)}){_CALLED_NUMBER}"


class NumberFinder:
    """`public` are the phone numbers and mail addresses that offers are reached under."""

    def __init__(self, public: Iterable[str]) -> None:
        self._public = frozenset(_comparable(address) for address in public)
        lists = words()
        self._phone_behind = re.compile(
            _behind(lists.phone) + r"(?P<number>\+?\d(?:[ /()-]{0,2}\d)+)(?!\w)", re.I
        )
        self._file_behind = re.compile(_behind(lists.file_number) + _WORDS_BETWEEN + _FILE, re.I)

    def find(self, text: str) -> Iterator[Found]:
        for found in (*_MAIL.finditer(text), *_HANDLE.finditer(text)):
            if _comparable(found.group()) not in self._public:
                yield Found(found.start(), found.end(), "mail")
        for found in _IBAN.finditer(text):
            if len(_digits(found.group())) >= _LEAST_OF_AN_IBAN:
                yield Found(found.start(), found.end(), "iban")
        for found in _OFFICIAL.finditer(text):
            yield Found(found.start(), found.end(), "file")
        yield from self._files(text)
        yield from self._phones(text)
        for found in _LONG_NUMBER.finditer(text):
            if not self._is_service(found.group()):
                yield Found(found.start(), found.end(), "number")

    def _phones(self, text: str) -> Iterator[Found]:
        for found in _PHONE.finditer(text):
            if len(_digits(found.group())) >= _LEAST_OF_A_PHONE and not self._is_service(
                found.group()
            ):
                yield Found(found.start(), found.end(), "phone")
        for found in self._phone_behind.finditer(text):
            number = found["number"]
            if len(_digits(number)) < _LEAST_BEHIND_A_WORD or _is_no_number(text, found):
                continue
            if not self._is_service(number):
                yield Found(found.start("number"), found.end("number"), "phone")

    def _files(self, text: str) -> Iterator[Found]:
        for found in self._file_behind.finditer(text):
            number = found["number"].rstrip(".-/")
            digits = _digits(number)
            least = _LEAST_FAR_BEHIND if found["between"] else _LEAST_OF_A_FILE
            if len(digits) < least or _YEAR.fullmatch(number):
                continue
            if _UNIT_BEHIND.match(text, found.end("number")):
                continue
            yield Found(found.start("number"), found.start("number") + len(number), "file")

    def _is_service(self, number: str) -> bool:
        """Whether it is the number of a helpline, an office or an offer, and of no family."""
        if _SHORT_SERVICE.fullmatch(_digits(number)) or _comparable(number) in self._public:
            return True
        parsed = _parsed(number)
        return parsed is not None and phonenumbers.number_type(parsed) in _SERVICE


def _comparable(address: str) -> str:
    """One spelling of a mail address or a phone number: "0208 825-0" and "+49 208 8250"."""
    parsed = None if "@" in address else _parsed(address)
    if parsed is None:
        return address.casefold()
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _parsed(number: str) -> PhoneNumber | None:
    if len(number) > _LONGEST_PHONE:  # the library takes long over such
        return None
    try:
        return phonenumbers.parse(number, _REGION)
    except phonenumbers.NumberParseException:
        return None


def _is_no_number(text: str, found: re.Match[str]) -> bool:
    digits = _digits(found["number"])
    is_times = _TIMES.fullmatch(found["number"]) is not None
    return (
        is_times
        or _UNIT_BEHIND.match(text, found.end("number")) is not None
        or (
            len(digits) < _LONG
            and " " in found["number"]
            and _YEAR.search(found["number"]) is not None
        )
    )


def _digits(text: str) -> str:
    """ASCII digits alone, of whatever script they were."""
    return "".join(str(int(char)) for char in text if char.isdigit())
