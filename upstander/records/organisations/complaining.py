"""The stages of a school's complaints procedure: its own, or those that schools usually have."""

from dataclasses import dataclass

from upstander.records.organisations.models import ComplaintStage, Organisation


@dataclass(frozen=True, slots=True)
class Stage:
    """Units: `days` are school days until the family has an answer."""

    number: int
    name: str
    to_whom: str
    days: int


# Source: DfE, Best practice guidance for school complaints procedures; what most schools publish.
USUAL = (
    Stage(1, "A talk with us", "the person who looks after children’s safety at our school", 5),
    Stage(2, "A complaint to the headteacher", "the headteacher", 15),
    Stage(3, "A complaint to the governors", "a panel of governors who had no part in it", 20),
)


def stages_of(school: Organisation) -> tuple[Stage, ...]:
    own = ComplaintStage.objects.filter(organisation=school).order_by("number")
    return tuple(Stage(it.number, it.name, it.to_whom, it.days) for it in own) or USUAL


def stage_after(school: Organisation, number: int) -> Stage | None:
    return next((stage for stage in stages_of(school) if stage.number > number), None)
