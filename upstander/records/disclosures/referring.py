"""What a referral tells another school: enough to look into its own pupil's part, and nothing else.

What rulebooks/fields.yaml does not name for another school does not cross. Everything somebody typed is compared
with the names on the case that the other school need not know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from upstander.kernel.clock import in_london
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case, Involvement
from upstander.records.disclosures.allowing import reader
from upstander.records.disclosures.exchange import Exchange
from upstander.records.disclosures.naming import Mention
from upstander.records.disclosures.others import named_besides
from upstander.records.disclosures.projection import plain
from upstander.records.evidence.models import Item, ItemState
from upstander.records.intake.saying import said_to
from upstander.records.investigations.incidents import Incident, Known
from upstander.records.investigations.limits import limits_on
from upstander.records.organisations.models import Organisation, School
from upstander.records.people.models import Person

VERSION = 1
READER = "other_school"
PURPOSE = "So that the school can look into its own pupil’s part, and keep children safe"
LAWFUL_BASIS = "Public task: UK GDPR, Article 6(1)(e), for the school’s duties on behaviour and safeguarding"
INCIDENT = "incident-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A referral as somebody writes it. `let_stand` are words that were shown as telling of others, and `because` is why."""

    urn: int | None = None
    names_ours: bool = False
    what: str = ""
    done: str = ""
    question: str = ""
    hoped_by: date | None = None
    incidents: tuple[UUID, ...] = ()
    files: tuple[UUID, ...] = ()
    no_images: bool = False
    image: str = ""
    let_stand: tuple[str, ...] = ()
    because: str = ""

    def to_json(self) -> dict[str, Any]:
        ids = {"incidents": [str(it) for it in self.incidents], "files": [str(it) for it in self.files]}
        return {**plain(asdict(self)), **ids}  # type: ignore[dict-item]


@dataclass(frozen=True, slots=True)
class Sender:
    school: str
    urn: int | None
    address: tuple[str, ...]
    phone: str
    person: str


@dataclass(frozen=True, slots=True)
class Pupil:
    name: str
    year: str = ""
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """One incident, as another school may know it."""

    when: str
    where: str
    what: str
    apps: str


@dataclass(frozen=True, slots=True)
class File:
    """Units: `size` in bytes, `sha256` of the bytes that cross, in hexadecimal."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    sender: Sender
    to: str
    to_urn: int | None
    to_address: tuple[str, ...] = ()
    pupil: Pupil
    ours: Pupil | None
    what: str
    happened: tuple[Happened, ...] = ()
    done: str = ""
    limits: tuple[str, ...] = ()
    image: str = ""
    files: tuple[File, ...] = ()
    question: str = ""
    hoped_by: date | None = None
    written_on: date = field(default=date.min)


def referral_of(exchange: Exchange, words: Words, *, sender: Membership, at: datetime) -> Referral:
    """`exchange` comes with its case, organisation and pupil."""
    case, pupil = _about(exchange)
    limits = limits_on(case)
    return Referral(
        sender=sender_of(exchange.organisation, sender),
        to=exchange.other_name,
        to_urn=exchange.other_urn,
        to_address=_address(exchange),
        pupil=Pupil(pupil.name, pupil.year_group, tuple(pupil.accounts)),
        ours=next((Pupil(child.name, child.year_group) for child in ours(case)), None) if words.names_ours else None,
        what=words.what,
        happened=tuple(map(_happened, incidents_of(case, words.incidents))),
        done=words.done,
        limits=limits.may_not if limits else (),
        image=words.image,
        files=tuple(File(it.name, it.media_type, it.size, it.sha256) for it in files_of(case, words.files)),
        question=words.question,
        hoped_by=words.hoped_by,
        written_on=in_london(at).date(),
    )


def _about(exchange: Exchange) -> tuple[Case, Person]:
    if exchange.case is None or exchange.pupil is None:
        raise ValueError("only a referral that was begun here is about a case")
    return exchange.case, exchange.pupil


def payload_of(exchange: Exchange, shown: Referral) -> dict[str, Any]:
    """Of what is shown, what rulebooks/fields.yaml allows another school to see."""
    return {
        "version": VERSION,
        "kind": exchange.kind,
        "purpose": PURPOSE,
        "lawful_basis": LAWFUL_BASIS,
        "referral": allowed_of(plain(asdict(shown))),
    }


def allowed_of(referral: Any) -> dict[str, Any]:
    allowed = reader(READER).allowed()
    kept = {name: value for name, value in referral.items() if ("referral", name) in allowed}
    return {name: _only(name, value, allowed) for name, value in kept.items()}


def _only(of: str, value: Any, allowed: frozenset[tuple[str, str]]) -> Any:
    """Of each thing within, the fields that are allowed."""
    if isinstance(value, dict):
        return {name: inner for name, inner in value.items() if (of, name) in allowed}
    return [_only(of, inner, allowed) for inner in value] if isinstance(value, list) else value


def sender_of(school: Organisation, person: Membership) -> Sender:
    lines = tuple(line for line in school.address.splitlines() if line.strip())
    return Sender(school.name, school.school_id, lines, school.phone, person.display_name)


def _address(exchange: Exchange) -> tuple[str, ...]:
    """As far as the register says it: the town and the postcode."""
    line = School.objects.filter(pk=exchange.other_urn or 0).first()
    return tuple(part for part in (line.town, line.postcode) if part) if line else ()


def ours(case: Case) -> list[Person]:
    """The targeted children of this case, the first of whom a referral may name."""
    parts = Involvement.objects.current().targeted().filter(case=case).select_related("person").order_by("since", "id")
    return [part.person for part in parts]


def incidents_of(case: Case, chosen: Iterable[UUID]) -> list[Incident]:
    return list(Incident.objects.standing().filter(case=case, pk__in=list(chosen)).order_by("from_at", "id"))


def files_of(case: Case, chosen: Iterable[UUID] | None = None) -> list[Item]:
    """The evidence of the case that can be shown, or those chosen. What is marked as showing an intimate image never goes."""
    here = Item.objects.present().filter(report_id__in=case.case_reports.values("report_id"), marking=None)
    rows = here.exclude(state=ItemState.CHECKING).order_by("received_at", "id")
    return list(rows if chosen is None else rows.filter(pk__in=list(chosen)))


def _happened(it: Incident) -> Happened:
    where = it.place_words or it.get_place_display()
    said = said_to("where", {"accounts": [{"app": app} for app in it.apps]})
    return Happened(when_of(it), where, it.what, ", ".join(each.words for each in said))


def when_of(it: Incident) -> str:
    if it.known == Known.NOT or it.from_at is None:
        return it.when_words or "Not known when"
    begins = in_london(it.from_at)
    if it.known == Known.TIME:
        return f"{begins:%-d %B %Y, %H:%M}"
    if it.known == Known.BETWEEN and it.until_at is not None:
        return f"Between {begins:%-d %B} and {in_london(it.until_at):%-d %B %Y}"
    return f"{begins:%-d %B %Y}"


def typed_texts(words: Words, incidents: Sequence[Incident], files: Sequence[Item]) -> dict[str, str]:
    """Everything in a referral that somebody wrote, by field."""
    texts = {"what": words.what, "done": words.done, "question": words.question, "image": words.image}
    texts |= {f"{INCIDENT}{it.pk}": f"{it.what}\n{it.place_words}\n{it.when_words}" for it in incidents}
    return texts | {f"file-{it.pk}": it.name for it in files}


def named_in_referral(exchange: Exchange, words: Words) -> list[Mention]:
    """What is typed in it that tells of anybody but the pupil, and our own child where the referral names them."""
    case, pupil = _about(exchange)
    allowed = [pupil, *(ours(case)[:1] if words.names_ours else [])]
    texts = typed_texts(words, incidents_of(case, words.incidents), files_of(case, words.files))
    return named_besides(case.pk, allowed, texts)


def from_draft(draft: Mapping[str, Any]) -> Words:
    if not draft:
        return Words()
    day = draft.get("hoped_by")
    return Words(
        **{
            **draft,
            "hoped_by": date.fromisoformat(day) if day else None,
            "incidents": tuple(map(UUID, draft["incidents"])),
            "files": tuple(map(UUID, draft["files"])),
            "let_stand": tuple(draft["let_stand"]),
        }
    )
