"""Make the verdict anew from what is known, and bring the duties in line with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from upstander.kernel.actor import Actor
from upstander.kernel.school_days import Calendar
from upstander.records.assessments.due import due_despite
from upstander.records.assessments.keeping import kept
from upstander.records.assessments.models import Answer, Assessment, Duty, Fact, FactSource, Verdict
from upstander.records.assessments.rescheduling import Stops, stops_of
from upstander.records.assessments.setting_aside import set_aside_under
from upstander.records.outbox.telling import duty_changed
from upstander.rules import Outcome, load_rulebook, triage
from upstander.rules import Verdict as RuleVerdict


def known_facts(assessment: Assessment) -> dict[str, str]:
    """The newest answer to each fact, unknown ones left out."""
    latest = Fact.objects.filter(assessment=assessment).latest_answers().values_list("fact", "answer")
    return {fact: answer for fact, answer in latest if answer != Answer.UNKNOWN}


def put_on_record(
    assessment: Assessment,
    answers: Mapping[str, str],
    *,
    source: FactSource,
    by: Actor,
    at: datetime,
    source_id: UUID | None = None,
) -> None:
    """Add answers to facts, without making the verdict anew."""
    Fact.objects.bulk_create(
        Fact(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            fact=fact,
            answer=answer,
            source=source,
            source_id=source_id,
            said_by=by.name,
            membership_id=by.membership_id,
            at=at,
        )
        for fact, answer in answers.items()
    )


def assess(
    assessment: Assessment, *, at: datetime, facts: Mapping[str, str] | None = None, due_since: datetime | None = None
) -> Verdict:
    """Triage the facts as they stand. Where nothing changed the standing verdict stays.

    `facts` saves reading them again when the caller has just written them all. `due_since` is when the time limits of new
    duties began, where that was before `at`: the school was told, and only later was it written down.
    """
    known = dict(facts) if facts is not None else known_facts(assessment)
    rulebook = load_rulebook(assessment.organisation.rulebook)
    standing = None if facts is not None else Verdict.objects.filter(assessment=assessment, superseded_at=None).first()
    if standing and standing.facts == known and standing.fingerprint == rulebook.fingerprint:
        return standing
    answer = triage(rulebook, known, asking="school")
    if standing:
        standing.superseded_at = at
        standing.save(update_fields=["superseded_at"])
    verdict = Verdict.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        facts=known,
        outcome=kept(answer.to_json()),
        rulebook=rulebook.id,
        rulebook_version=rulebook.version,
        fingerprint=rulebook.fingerprint,
        code_version=settings.CODE_VERSION,
        made_at=at,
    )
    aside = set_aside_under(assessment, verdict, at) if standing else set()
    _bring_duties_in_line(assessment, answer, at, anew=standing is None, aside=aside, since=due_since or at)
    return verdict


def _bring_duties_in_line(
    assessment: Assessment, answer: RuleVerdict, at: datetime, *, anew: bool, aside: Collection[str], since: datetime
) -> None:
    required = {duty.id: duty for duty in answer.duties if duty.status == "required"}
    of_verdicts = Duty.objects.of_a_verdict().filter(assessment=assessment, withdrawn_at=None)
    existing = [] if anew else list(of_verdicts.select_related("owner__account"))
    counting = Counting(assessment.organisation.calendar(), () if anew else stops_of([assessment.pk]).get(assessment.pk, ()))
    for duty in existing:
        if duty.done_at is None:
            _bring_in_line(duty, required.get(duty.duty), counting, at)
    have = {duty.duty for duty in existing}
    Duty.objects.bulk_create(
        Duty(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            duty=duty.id,
            actor=duty.actor or "school",
            due_at=counting.due(duty, since),
            time_limit=duty.due or "same_day",
            counts_from=since,
            raised_at=at,
        )
        for duty in required.values()
        if duty.id not in have and f"duties/{duty.id}" not in aside
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """How the days of a time limit are counted here."""

    calendar: Calendar
    stops: Stops

    def due(self, asked: Outcome, at: datetime) -> datetime:
        return due_despite(asked.due or "same_day", at, self.calendar, self.stops)


def _bring_in_line(duty: Duty, asked: Outcome | None, counting: Counting, at: datetime) -> None:
    """Withdraw what is no longer asked for, bring forward what is now due sooner, and tell whoever had taken it on."""
    if asked is None:
        duty.withdrawn_at, duty.withdrawn_because = at, "What is known has changed, and the rulebook no longer asks for it."
    elif (sooner := counting.due(asked, at)) < duty.due_at:
        duty.due_at, duty.time_limit, duty.counts_from = sooner, asked.due or "same_day", at
    else:
        return
    duty.save(update_fields=["withdrawn_at", "withdrawn_because", "due_at", "time_limit", "counts_from"])
    tell_owner(duty, at)


def tell_owner(duty: Duty, at: datetime) -> None:
    """Say to whoever had taken it on that it has changed; whoever has left the school since is told nothing."""
    if duty.owner is not None and duty.owner.until is None:
        key = f"duty:{duty.pk}:{at.isoformat()}"
        duty_changed(duty.organisation_id, key=key, to_address=duty.owner.account.email, at=at)


def fulfil(assessment: Assessment, duties: Iterable[str], *, by: Actor, at: datetime, note: str = "") -> int:
    """Mark open duties done, because of something that was just put on record. Returns how many were open."""
    open_duties = Duty.objects.open().filter(assessment=assessment, duty__in=list(duties))
    return open_duties.update(done_at=at, done_by=by.name, done_note=note)
