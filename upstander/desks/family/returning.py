"""Somebody who comes back with their code: the pass that the code gives for an hour, and what they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from upstander.desks.family.shapes import ShownFile, shown_file
from upstander.desks.frame.words import named_day
from upstander.kernel.actor import Actor, reporter
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Disclosure, Message
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Addition, Milestone, Relation, Report, Stage
from upstander.records.investigations.checks import Check

COOKIE = "__Host-back" if settings.HTTPS else "back"
LASTS = timedelta(hours=1)
SIGNER = signing.TimestampSigner(salt="upstander.family.back")
ShownStage = tuple[str, str, str]  # name, when, and done, now or next: as the frame's stages take it


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything about a report that the person who made it may read."""

    report: Report
    stages: list[ShownStage]
    messages: list[Message]
    letters: list[Disclosure]
    additions: list[Addition]
    files: list[ShownFile]
    is_asked: bool
    may_say: bool

    @property
    def newest_word(self) -> Message | None:
        return next((message for message in self.messages if message.to_family), None)

    @property
    def is_unread(self) -> bool:
        return any(message.to_family and message.read_at is None for message in self.messages)


def give_pass(response: HttpResponse, actor: Actor) -> HttpResponse:
    word = SIGNER.sign(f"{actor.report_id}.{actor.organisation_id}")
    response.set_cookie(COOKIE, word, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


def take_pass(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def holder_of_pass(request: HttpRequest) -> Actor | None:
    """Who came in with a code within the last hour, and in this browser."""
    try:
        report_id, organisation_id = SIGNER.unsign(request.COOKIES.get(COOKIE, ""), max_age=LASTS).split(".")
    except signing.BadSignature:
        return None
    return reporter(UUID(report_id), UUID(organisation_id))


def visit(actor: Actor) -> Visit | None:
    """Read as the reporter: the database shows what hangs on this report and is meant for them, and nothing else."""
    with asking(actor):
        report = Report.objects.visible_to(actor).select_related("organisation").first()
        if report is None:
            return None
        milestones = list(Milestone.objects.visible_to(actor))
        may_say = may_say_whether_it_stopped(report, milestones)
        return Visit(
            report,
            _stages(milestones),
            list(Message.objects.visible_to(actor).order_by("-at", "-id")),
            list(
                Disclosure.objects.visible_to(actor)
                .sent()
                .defer("html", "text", "pdf", "large_pdf", "payload")
                .order_by("-sent_at", "-id")
            ),
            list(Addition.objects.visible_to(actor).order_by("at", "id")),
            [shown_file(item) for item in Item.objects.visible_to(actor).present().order_by("position")],
            is_asked=may_say and Check.objects.visible_to(actor).open().exists(),
            may_say=may_say,
        )


def may_say_whether_it_stopped(report: Report, milestones: Iterable[Milestone]) -> bool:
    """The family, once something was decided. Anybody else who reported adds to their report."""
    decided = any(milestone.stage == Stage.DECIDED for milestone in milestones)
    return decided and report.relation in (Relation.PARENT, Relation.CHILD)


def _stages(milestones: Iterable[Milestone]) -> list[ShownStage]:
    """All stages in order: those reached with their day, the first that is not reached yet as what is waited for."""
    reached: dict[str, datetime] = {milestone.stage: milestone.at for milestone in milestones}
    furthest = max((number for number, stage in enumerate(Stage) if stage in reached), default=0)
    shown: list[ShownStage] = []
    for number, stage in enumerate(Stage):
        when = named_day(reached[stage]) if stage in reached else ""
        shown.append((stage.label, when, "now" if number == furthest else "done" if number < furthest else "next"))
    return shown
