"""The stages of a school's complaints procedure: its own, or those that schools usually have."""

from dataclasses import dataclass
from datetime import datetime

from upstander.records.organisations.models import ComplaintStage, Organisation, SeesTo


@dataclass(frozen=True, slots=True)
class Stage:
    """As a family may read it. Units: `days` are school days until the family has an answer."""

    number: int
    name: str
    to_whom: str
    days: int
    reach: str = ""


# Source: DfE, Best practice guidance for school complaints procedures; what most schools publish.
USUAL = (
    Stage(1, "A talk with us", "the person who looks after children’s safety at our school", 5),
    Stage(2, "A complaint to the headteacher", "the headteacher", 15),
    Stage(3, "A complaint to the governors", "a panel of governors who had no part in it", 20),
)
USUALLY_SEES_TO = {1: SeesTo.DSL, 2: SeesTo.HEAD, 3: SeesTo.HEAD}


def stages_of(school: Organisation, at: datetime | None = None) -> tuple[Stage, ...]:
    """Those in force now, or at that moment."""
    own = ComplaintStage.objects.filter(organisation=school).in_force(at).order_by("number", "id")
    return tuple(Stage(it.number, it.name, it.to_whom, it.days, it.reach) for it in own) or USUAL


def stage_after(school: Organisation, number: int, at: datetime | None = None) -> Stage | None:
    return next((stage for stage in stages_of(school, at) if stage.number > number), None)


def who_sees_to(school: Organisation, number: int, at: datetime | None = None) -> SeesTo:
    """Who at the school has to see that this stage is answered."""
    own = ComplaintStage.objects.filter(organisation=school, number=number).in_force(at).values_list("sees_to", flat=True)
    found = own.first()
    return SeesTo(found) if found else USUALLY_SEES_TO.get(number, SeesTo.LEAD)
