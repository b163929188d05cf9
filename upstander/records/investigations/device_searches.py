"""What has to be known of a search of a device before it is put on record, whether with the taking of it or afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from upstander.kernel.actor import Actor
from upstander.kernel.typed import LONGEST, typed, typed_line
from upstander.records.investigations.devices import Authority, Device, DeviceSearch, Images

LONGEST_NAME = 200
LONG_AGO = timedelta(days=366)
MISSING = {
    "searched_by": "Write who searched it.",
    "authorised_by": "Write the name of whoever authorised the search.",
    "search_witness": "Write who was there as a witness.",
    "looked_for": "Write what was looked for.",
    "found": "Write what was found, in words, or that nothing was.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search as it was typed. `deleted` is nothing until somebody says whether anything was."""

    searched_at: datetime | None
    searched_by: str
    authority: str
    authorised_by: str
    search_witness: str
    looked_for: str
    found: str
    images: str
    images_words: str = ""
    deleted: bool | None = None
    deleted_why: str = ""


def problems_with(search: Searched, at: datetime) -> dict[str, str]:
    """A sentence for each field that is missing or cannot be."""
    problems = {field: sentence for field, sentence in MISSING.items() if not typed_line(getattr(search, field))}
    for field in ("searched_by", "authorised_by", "search_witness"):
        if len(typed_line(getattr(search, field))) > LONGEST_NAME:
            problems[field] = f"Use at most {LONGEST_NAME} characters."
    for field in ("looked_for", "found", "images_words", "deleted_why"):
        if len(typed(getattr(search, field))) > LONGEST:
            problems[field] = f"Use at most {LONGEST:,} characters."
    if search.searched_at is None:
        problems["searched_on"] = "Write the day and the time of the search, such as 3 11 2026 and 10:40."
    elif not at - LONG_AGO <= search.searched_at <= at:
        problems["searched_on"] = "The day must be today or within the last year."
    return problems | _choices(search)


def _choices(search: Searched) -> dict[str, str]:
    problems = {}
    if search.authority not in Authority.values:
        problems["authority"] = "Choose on whose authority it was searched."
    if search.images not in Images.values:
        problems["images"] = "Choose whether a nude or sexual image is suspected."
    elif search.images == Images.SEEN and not typed(search.images_words):
        problems["images_words"] = "Write how it came into view, and what was done at once. Do not describe the image."
    if search.deleted is None:
        problems["deleted"] = "Choose whether anything was deleted."
    elif search.deleted and not typed(search.deleted_why):
        problems["deleted_why"] = "Write what was deleted, who decided, and on which good reason."
    return problems


def put_search_on_record(device: Device, search: Searched, *, by: Actor, at: datetime) -> DeviceSearch:
    """`search` has no problems."""
    return DeviceSearch.objects.create(
        organisation_id=device.organisation_id,
        case_id=device.case_id,
        device=device,
        at=search.searched_at or at,
        searched_by=typed_line(search.searched_by),
        authority=search.authority,
        authorised_by=typed_line(search.authorised_by),
        witness=typed_line(search.search_witness),
        looked_for=typed(search.looked_for),
        found=typed(search.found),
        images=search.images,
        images_words=typed(search.images_words) if search.images == Images.SEEN else "",
        deleted=bool(search.deleted),
        deleted_why=typed(search.deleted_why) if search.deleted else "",
        recorded_by_id=by.member,
        recorded_at=at,
    )
