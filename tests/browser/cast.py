"""The people and offers of the widget's tests, in the shapes of the HTTP contract."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from api.chat.schemas import ChildOfFamily, Contact, Home, Profile
from api.offers.schemas import (
    Address,
    AgeSpan,
    DistrictView,
    Match,
    PhaseView,
    PublicOffer,
    Reach,
    Reason,
    TopicGroupView,
    TopicView,
)
from bot.texts.render import render_match
from index.city import load_city
from index.offers.bare import bare_offer
from index.offers.record import Offer
from index.search import Match as Found

SENTENCE = "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"

ENGLISH = "My daughter is three and hardly speaks"
MANY = "Was gibt es für Dreijährige?"
QUESTION = "Was ist OGS?"
LAW = "https://www.gesetze-im-internet.de/sgb_8/__24.html"

TOPICS = [
    TopicView(id="development", label="Entwicklung und Frühförderung", description=""),
    TopicView(id="childcare", label="Kita und Tagespflege", description=""),
    TopicView(id="money", label="Geld und Leistungen", description=""),
]

TOPIC_GROUPS = [
    TopicGroupView(id="often", label="Oft gefragt", topics=["childcare", "money"]),
    TopicGroupView(id="health", label="Gesundheit", topics=["development"]),
]

PHASES = [
    PhaseView(
        id="pregnancy",
        label="Schwangerschaft",
        ages="noch nicht geboren",
        age_min_months=-9,
        age_max_months=-1,
        needs=[],
    ),
    PhaseView(
        id="kita",
        label="Kita-Kind",
        ages="3 bis 5 Jahre",
        age_min_months=36,
        age_max_months=71,
        needs=[],
    ),
]

DISTRICTS = [
    DistrictView(id="city", name="Oberhausen", parent_id=None, level="city", postcodes=[]),
    DistrictView(
        id="sterkrade",
        name="Sterkrade",
        parent_id="city",
        level="stadtbezirk",
        postcodes=["46145"],
    ),
    DistrictView(
        id="sr-sterkrade-nord",
        name="Sterkrade-Nord",
        parent_id="sterkrade",
        level="sozialraum",
        postcodes=["46147"],
    ),
    DistrictView(
        id="holten",
        name="Holten",
        parent_id="sr-sterkrade-nord",
        level="quartier",
        postcodes=["46147"],
    ),
]

NOTHING_UNDERSTOOD = Profile(language="de")

UNDERSTOOD = Profile(
    language="de",
    children=[ChildOfFamily(age_min_months=36, age_max_months=47, label="3 Jahre")],
    needs=["development"],
    need_text=SENTENCE,
    district=Home(id="sterkrade", name="Sterkrade", postcodes=["46145"]),
    wishes={"free": True},
)

EARLY_HELP = PublicOffer(
    id="early-help",
    name="Frühförderung am Volksgarten",
    organisation="Verein für kleine Schritte",
    description=(
        "Fachkräfte für Sprache, Bewegung und Heilpädagogik begleiten Kinder von der Geburt bis "
        "zur Einschulung. Sie kommen nach Hause oder in die Kita. Eltern lernen, wie sie ihr Kind "
        "im Alltag stärken. Am Anfang steht ein ruhiges Gespräch über alles, was Ihnen auffällt."
    ),
    description_language="de",
    topics=["development"],
    topic_labels=["Entwicklung und Frühförderung"],
    age=AgeSpan(min_months=0, max_months=83),
    age_text="für Kinder von 0 bis 6 Jahren",
    for_whom="Familien mit Kindern bis zur Einschulung",
    format="counselling",
    cost="free",
    cost_text="kostenlos",
    cost_note="",
    registration="phone",
    registration_text="bitte vorher anrufen",
    waiting_time="vier bis sechs Wochen",
    languages=["de", "tr"],
    barrier_free="yes",
    for_gender=[],
    childcare="unknown",
    faith_based="no",
    opening_hours="Mo-Fr 08:30-12:00; Sa[1] 10:00+",
    opening_hours_text="Mo. bis Fr. 8:30 bis 12 Uhr; am 1. Sa. ab 10 Uhr",
    address=Address(
        street="Gartenweg 12",
        postcode="46145",
        district_id="sterkrade",
        district_name="Sterkrade",
        town="Oberhausen",
    ),
    location=None,
    phone="0208 000-1234",
    email="hallo@kleine-schritte.example",
    website="https://kleine-schritte.example/hilfe",
    scope="city",
    valid_until=None,
    facts_as_of="2025-03",
    verification="recent",
    verified_at=None,
)

SPEECH_GROUP = EARLY_HELP.model_copy(
    update={
        "id": "speech-group",
        "name": "Sprachzwerge: Spielgruppe für Kinder, die spät sprechen",
        "organisation": "Familienzentrum Regenbogen",
        "description": "Singen, Reime und Bilderbücher in einer kleinen Gruppe, Eltern sind dabei.",
        "topics": ["development", "childcare"],
        "cost_text": "3 Euro je Treffen",
        "registration_text": "keine Anmeldung nötig",
        "waiting_time": "",
        "languages": ["de"],
        "opening_hours": "",
        "opening_hours_text": "",
        "email": None,
        "phone": "0208 000-5678",
        "verification": "needs_check",
        "facts_as_of": "2019",
    }
)

HELPLINE = EARLY_HELP.model_copy(
    update={
        "id": "helpline",
        "name": "Elterntelefon",
        "organisation": "Bundesweites Angebot",
        "description": "Zuhören und gemeinsam überlegen, auch abends und ohne Namen.",
        "opening_hours": "24/7",
        "opening_hours_text": "rund um die Uhr",
        "address": None,
        "email": None,
        "website": None,
        "registration_text": "keine Anmeldung nötig",
        "waiting_time": "",
    }
)

BREAK = "document.title='broken'"
MARKUP = (
    f'<img src=x onerror="{BREAK}">',
    f"<script>{BREAK}</script><b>fett</b>",
    f'<svg onload="{BREAK}"><a xlink:href="javascript:{BREAK}"><text>Klick</text></a></svg>',
    f'"><iframe srcdoc="<script>parent.{BREAK}</script>"></iframe>',
    f"</p></template><style>@import '//evil.example'</style><base href=//evil.example {BREAK}>",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}",
)
TURNED = "Zum Amt \u202emoc.live//:sptth\u202c und \u202dweiter"
NO_LINKS = (
    f"javascript:{BREAK}",
    f"JaVaScRiPt\t:{BREAK}",
    f" javascript:{BREAK}//https://hilfe.example",
    f"data:text/html,<script>{BREAK}</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://hilfe.example/1",
    "//",
)
"""Where no link may lead."""
WRITES_TO_OTHERS = "hallo@kleine-schritte.example?bcc=all@evil.example&body=Hallo"

HOSTILE_WORDS = f"{MARKUP[0]} {TURNED}"
HOSTILE_OFFERS = [
    SPEECH_GROUP.model_copy(
        update={
            "id": text,
            "name": text,
            "organisation": text,
            "description": text,
            "description_language": text,
            "topics": [text],
            "for_whom": text,
            "cost_text": text,
            "cost_note": text,
            "registration_text": text,
            "waiting_time": text,
            "facts_as_of": text,
            "opening_hours_text": text,
            "phone": f'0208 000"><b>{text}',
            "email": WRITES_TO_OTHERS,
            "website": NO_LINKS[number % len(NO_LINKS)],
        }
    )
    for number, text in enumerate((*MARKUP, TURNED, MARKUP[0]))
]

OPEN_FOR_LONG = Reach(
    level="sozialraum",
    distance_m=2300,
    certainty="source",
    open_now=True,
    closes_at=datetime(2999, 1, 1, 16, tzinfo=UTC),
    opens_at=None,
    opening_text="Jetzt geöffnet bis 16 Uhr",
)

CLOSED_SINCE = OPEN_FOR_LONG.model_copy(update={"closes_at": datetime(2020, 1, 1, 16, tzinfo=UTC)})

DEVELOPMENT_MATCHES = [
    Match(
        offer=EARLY_HELP,
        score=0.9,
        reasons=[
            Reason(kind="age", text="für Kinder von 0 bis 6 Jahren"),
            Reason(kind="topic", text="Thema Entwicklung und Frühförderung"),
            Reason(kind="district", text="in Sterkrade"),
        ],
        misses=[Reason(kind="waiting", text="Wartezeit: vier bis sechs Wochen")],
    ),
    Match(
        offer=SPEECH_GROUP,
        score=0.8,
        reasons=[
            Reason(kind="age", text="für Kinder bis 6 Jahre"),
            Reason(kind="distance", text="etwa 2,3 km von Sterkrade"),
            Reason(kind="open_now", text="jetzt für Sie da bis 16 Uhr"),
        ],
        misses=[Reason(kind="needs_check", text="Angaben noch nicht bestätigt")],
        reach=OPEN_FOR_LONG,
        alike=5,
    ),
    Match(
        offer=HELPLINE,
        score=0.7,
        reasons=[Reason(kind="always_open", text="rund um die Uhr erreichbar")],
        misses=[],
        reach=CLOSED_SINCE,
    ),
]

FIVE_MATCHES = [
    match.model_copy(update={"offer": match.offer.model_copy(update={"id": f"offer-{number}"})})
    for number, match in enumerate((DEVELOPMENT_MATCHES * 2)[:5])
]

HOSTILE_MATCHES = [
    Match(
        offer=offer,
        score=0.5,
        reasons=[Reason(kind=offer.name, text=offer.name)],
        misses=[Reason(kind="waiting", text=offer.name)],
    )
    for offer in HOSTILE_OFFERS
]

_OBERHAUSEN = load_city(Path(__file__).parents[2] / "data" / "oberhausen")
_SEWING = bare_offer("5580318", "Nähtreff", "Wir nähen Kinderkleidung.", _OBERHAUSEN)
BARE_MATCHES = [
    Match.model_validate(render_match(Found(_SEWING, 0.5, (), ()), "de", _OBERHAUSEN)),
]


def _record(shown: PublicOffer, **further: object) -> Offer:
    """The record behind an offer, as far as a plan tells it."""
    same = {"organisation", "cost", "registration", "waiting_time", "opening_hours", "phone"}
    same |= {"email", "website", "barrier_free", "facts_as_of", "verification"}
    known = {name: getattr(shown, name) for name in same}
    bare = bare_offer(shown.id, shown.name, shown.description, _OBERHAUSEN)
    return bare.model_copy(update=known | {"languages": tuple(shown.languages)} | further)


_PLACE = {"street": "Gartenweg 12", "postcode": "46145", "district_id": "sterkrade"}
RECORDS = {
    offer.id: offer
    for offer in (
        _record(EARLY_HELP, **_PLACE),
        _record(SPEECH_GROUP, **_PLACE),
        _record(HELPLINE, scope="national"),
    )
}
PLAN_SERVICES = SimpleNamespace(city=_OBERHAUSEN, index=SimpleNamespace(get=RECORDS.get))
"""What /plan asks of the server's services."""

CRISIS_CONTACTS = [
    Contact(name="Notruf 112", phone="112", hours="rund um die Uhr", languages="Deutsch"),
    Contact(
        name="Hilfetelefon",
        phone="0800 000 000",
        chat="https://chat.example/",
        mail="hilfe@hilfe.example",
        walk_in="Lange Straße 1",
        url="https://hilfe.example/",
        hours="rund um die Uhr",
        verified="Juni 2023",
    ),
]

HOSTILE_CONTACTS = [
    Contact(
        name=MARKUP[0],
        phone=f'112"><b>{MARKUP[1]}',
        chat=address,
        mail=f"{address}://",
        walk_in=MARKUP[2],
        url=address,
        hours=TURNED,
        languages=MARKUP[3],
        verified=MARKUP[4],
    )
    for address in NO_LINKS
]
