"""A stand-in for the server: the HTTP contract with scripted answers, and the real widget."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response

import api.widget
from api.chat.schemas import (
    Author,
    ChildOfFamily,
    Content,
    Conversation,
    Crisis,
    CrisisMessage,
    Home,
    Message,
    NewConversation,
    NewMessage,
    Offers,
    OffersMessage,
    Profile,
    ProfilePatch,
    QuickReplies,
    QuickRepliesMessage,
    QuickReply,
    Text,
    TextMessage,
    Turn,
)
from api.offers.schemas import Districts, Match, Phases, PublicOffer, Reach, Topics
from api.plan import router as plan
from api.security.headers import SecurityHeaders
from api.widget import router as widget
from tests.browser import cast
from tests.browser.serving import free_listener, serving

GREETING: list[Content] = [
    Text(text="Guten Tag! Worum geht es? Erzählen Sie einfach."),
    QuickReplies(
        options=[
            QuickReply(title="Kita und Tagespflege", payload="topic:childcare"),
            QuickReply(title="Themen zeigen", payload="topics"),
        ]
    ),
]

OFFERS: list[Content] = [
    Text(text="Das könnte Ihnen helfen:"),
    Offers(results=cast.DEVELOPMENT_MATCHES, more=True),
    QuickReplies(
        options=[
            QuickReply(title="Mehr zeigen", payload="more"),
            QuickReply(title="Mit einem Menschen sprechen", payload="human"),
        ]
    ),
]

ANSWERS: dict[str, list[Content]] = {
    cast.SENTENCE: OFFERS,
    "Ich habe Angst": [
        Crisis(
            text="Sie sind nicht allein. Rufen Sie bitte an:",
            machine="Ich bin ein Computerprogramm.",
            contacts=cast.CRISIS_CONTACTS,
        )
    ],
    cast.MANY: [Offers(results=cast.FIVE_MATCHES, more=True)],
    cast.QUESTION: [
        Text(text="OGS heißt Offene Ganztagsschule."),
        Text(text="Quelle: § 24 SGB VIII, Stand 2025", url=cast.LAW),
    ],
    "Nähen": [Offers(results=cast.BARE_MATCHES, more=False)],
    cast.HOSTILE_WORDS: [
        *(Text(text=text, language=text, url=cast.NO_LINKS[0]) for text in cast.MARKUP),
        Text(text=cast.TURNED),
        *(Text(text="Quelle", url=address) for address in cast.NO_LINKS),
        Offers(results=cast.HOSTILE_MATCHES, more=False),
        Crisis(text=cast.MARKUP[1], machine=cast.TURNED, contacts=cast.HOSTILE_CONTACTS),
        QuickReplies(
            options=[QuickReply(title=text, payload=text) for text in (*cast.MARKUP, cast.TURNED)]
        ),
    ],
    "Details": [Text(text="Lesen für alle", language="de")],
    "human": [
        Text(text="Rufen Sie gern an."),
        QuickReplies(options=[QuickReply(title="Neu anfangen", payload="restart")]),
    ],
    "Tschüss": [
        Text(text="Möchten Sie das Gespräch löschen?"),
        QuickReplies(options=[QuickReply(title="Ja, löschen", payload="delete:confirm")]),
    ],
}

CITY_PAGE = Path(api.widget.__file__).parent / "pages" / "city.html"
EMBEDDING_POLICY = (
    "default-src 'none'; script-src {0}; style-src {0}; connect-src {0}; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

FALLBACK: list[Content] = [Text(text="Gern. Wie alt ist Ihr Kind?")]

NUMBERED: dict[type[Content], type[Message]] = {
    Text: TextMessage,
    QuickReplies: QuickRepliesMessage,
    Offers: OffersMessage,
    Crisis: CrisisMessage,
}


@dataclass
class FakeCity:
    """What the server has heard, and how it shall behave next."""

    port: int
    conversations: dict[str, Conversation] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    patches: list[ProfilePatch] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)  # offer and kind
    offers: list[PublicOffer] = field(default_factory=list)  # what “Zeigen” shows, so far away
    reach: Reach | None = None
    refusals: list[int] = field(default_factory=list)
    refusal_headers: dict[str, str] = field(default_factory=dict)
    lost_answers: int = 0
    embedding: str = ""  # the markup by which a page of another site embeds the widget
    may_answer: threading.Event = field(default_factory=threading.Event)
    is_empty: threading.Event = field(default_factory=threading.Event)  # once all are deleted
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def other_url(self) -> str:
        """The same server under another origin: that of a site which embeds the widget."""
        return f"http://localhost:{self.port}"

    def reset(self) -> None:
        self.conversations.clear()
        self.heard.clear()
        self.patches.clear()
        self.feedback.clear()
        self.offers = []
        self.reach = None
        self.refusals.clear()
        self.refusal_headers.clear()
        self.lost_answers = 0
        self.may_answer.set()
        self.is_empty.clear()

    def start(self, language: str) -> Conversation:
        conversation = Conversation(
            id=f"conversation-{next(self.numbers)}",
            language=language,
            messages=[],
            profile=cast.NOTHING_UNDERSTOOD.model_copy(update={"language": language}),
        )
        self.conversations[conversation.id] = conversation
        self._add(conversation, "bot", GREETING)
        return conversation

    def find(self, conversation_id: str) -> Conversation:
        if conversation_id not in self.conversations:
            raise HTTPException(404)
        return self.conversations[conversation_id]

    def remove(self, conversation_id: str) -> None:
        self.find(conversation_id)
        del self.conversations[conversation_id]
        if not self.conversations:
            self.is_empty.set()

    def hear(self, conversation: Conversation, said: NewMessage) -> Turn:
        self.may_answer.wait(timeout=30)
        if self.refusals:
            raise HTTPException(self.refusals.pop(0), headers=self.refusal_headers)
        words = said.text or said.payload or ""
        self.heard.append(words)
        self._add(conversation, "user", [Text(text=words)])
        contents = self._shown() if words == "Zeigen" else ANSWERS.get(words, FALLBACK)
        answers = self._add(conversation, "bot", contents)
        if words == cast.ENGLISH:
            conversation.profile = conversation.profile.model_copy(update={"language": "en"})
        if words == cast.HOSTILE_WORDS:
            conversation.profile = conversation.profile.model_copy(update={"need_text": words})
        if words == cast.SENTENCE:
            language = conversation.profile.language
            conversation.profile = cast.UNDERSTOOD.model_copy(update={"language": language})
        if self.lost_answers:
            self.lost_answers -= 1
            raise HTTPException(503)
        return Turn(messages=answers, profile=conversation.profile, crisis=conversation.crisis)

    def _shown(self) -> list[Content]:
        matches = [
            Match(offer=offer, score=0.5, reasons=[], misses=[], reach=self.reach)
            for offer in self.offers
        ]
        return [Offers(results=matches, more=False)]

    def correct(self, conversation: Conversation, patch: ProfilePatch) -> Turn:
        self.patches.append(patch)
        conversation.profile = _corrected(conversation.profile, patch)
        answers = self._add(conversation, "bot", [Text(text="Gut, ich habe das geändert.")])
        return Turn(messages=answers, profile=conversation.profile, crisis=conversation.crisis)

    def _add(
        self, conversation: Conversation, author: Author, contents: list[Content]
    ) -> list[Message]:
        for content in contents:
            if isinstance(content, Crisis):
                conversation.crisis = content
        first = len(conversation.messages) + 1
        added = [
            NUMBERED[type(content)].model_validate(
                content.model_dump() | {"id": first + position, "author": author}
            )
            for position, content in enumerate(contents)
        ]
        conversation.messages.extend(added)
        return added


def _corrected(profile: Profile, patch: ProfilePatch) -> Profile:
    changes = {name: getattr(patch, name) for name in patch.model_fields_set}
    if "children" in changes:
        changes["children"] = [
            ChildOfFamily(
                age_min_months=child.age_min_months,
                age_max_months=child.age_max_months,
                label=child.label or f"{child.age_min_months // 12} Jahre",
            )
            for child in patch.children
        ]
    if patch.district is not None:
        name = next(place.name for place in cast.DISTRICTS if place.id == patch.district)
        changes["district"] = Home(id=patch.district, name=name, postcodes=[])
    return profile.model_copy(update=changes)


def build_app(city: FakeCity) -> FastAPI:
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Content-Type"],
    )
    app.add_middleware(SecurityHeaders)
    app.include_router(widget)
    app.include_router(plan)
    app.state.services = cast.PLAN_SERVICES
    app.state.public_url = ""

    @app.exception_handler(HTTPException)
    def problem(_request: object, error: HTTPException) -> Response:
        body = {"status": error.status_code, "detail": "Das ist ein Satz vom Server."}
        return JSONResponse(body, error.status_code, error.headers, "application/problem+json")

    @app.get("/embedding", response_class=HTMLResponse)
    def embedding_page() -> Response:
        page = f"<!doctype html><html lang=de><title>Familie</title>{city.embedding}"
        policy = EMBEDDING_POLICY.format(city.url)
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    @app.get("/bare", response_class=HTMLResponse)
    def page_without_widget() -> str:
        return re.sub("<script.*?</script>", "", CITY_PAGE.read_text(encoding="utf-8"))

    @app.get("/api/topics")
    def topics() -> Topics:
        return Topics(language="de", topics=cast.TOPICS, groups=cast.TOPIC_GROUPS)

    @app.get("/api/phases")
    def phases() -> Phases:
        return Phases(language="de", phases=cast.PHASES)

    @app.get("/api/districts")
    def districts() -> Districts:
        return Districts(districts=cast.DISTRICTS)

    @app.post("/api/conversations", status_code=201)
    def start(new: NewConversation) -> Conversation:
        return city.start(new.language or "de")

    @app.get("/api/conversations/{conversation_id}")
    def read(conversation_id: str) -> Conversation:
        return city.find(conversation_id)

    @app.post("/api/conversations/{conversation_id}/messages")
    def say(conversation_id: str, said: NewMessage) -> Turn:
        return city.hear(city.find(conversation_id), said)

    @app.patch("/api/conversations/{conversation_id}/profile")
    def correct(conversation_id: str, patch: ProfilePatch) -> Turn:
        return city.correct(city.find(conversation_id), patch)

    @app.post("/api/offers/{offer_id}/feedback", status_code=204)
    def rate(offer_id: str, body: dict[str, str]) -> None:
        if city.refusals:
            raise HTTPException(city.refusals.pop(0))
        city.feedback.append((offer_id, body["kind"]))

    @app.delete("/api/conversations/{conversation_id}", status_code=204)
    @app.post("/api/conversations/{conversation_id}/leave", status_code=204)
    def remove(conversation_id: str) -> None:
        city.remove(conversation_id)

    return app


@contextmanager
def running_city() -> Iterator[FakeCity]:
    listener = free_listener()
    city = FakeCity(port=listener.getsockname()[1])
    with serving(build_app(city), listener):
        try:
            yield city
        finally:
            city.may_answer.set()
