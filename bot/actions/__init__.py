"""The dialogue's actions: each reads the conversation, calls the index, names what to say."""

from rasa_sdk.executor import ActionExecutor

from bot.actions.answering import AnswerQuestion
from bot.actions.compare import CompareOffers
from bot.actions.conversation import QUESTIONS
from bot.actions.details import OfferDetails
from bot.actions.form import AskQuestion, ValidateOfferForm
from bot.actions.language import ChangeLanguage
from bot.actions.offers import MoreOffers, ShowOffers
from bot.actions.replies import (
    AskDelete,
    ConfirmDelete,
    Handover,
    NotHelpful,
    NotUnderstood,
    Reply,
    ShowTopics,
    StartOver,
)
from bot.actions.services import Services
from bot.actions.understand import Understand

__all__ = ["Services", "register"]


def register(executor: ActionExecutor, services: Services) -> None:
    """Register every action of the domain."""
    for action in (
        Understand(services),
        ValidateOfferForm(),
        *(AskQuestion(services, question) for question in QUESTIONS),
        ShowOffers(services),
        MoreOffers(services),
        OfferDetails(services),
        CompareOffers(services),
        ShowTopics(services),
        Reply(services),
        AnswerQuestion(services),
        NotHelpful(services),
        NotUnderstood(services),
        Handover(services),
        ChangeLanguage(services),
        StartOver(services),
        AskDelete(),
        ConfirmDelete(),
    ):
        executor.register_action(action)
