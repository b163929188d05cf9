"""What `make run` says once everything answers. Each desk has a line here; whoever adds a desk adds its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Door:
    desk: str
    path: str
    how_to_enter: str


WITH_A_CLICK = "choose a member of staff with a click on the sign-in page"
DOORS = [
    Door("Family desk", "/report/", "nobody signs in; a report gives its own code to come back with"),
    Door("School desk", "/school/", WITH_A_CLICK),
    Door("Force desk", "/force/", WITH_A_CLICK),
    Door("Oversight desk", "/oversight/", WITH_A_CLICK),
]
WITHOUT_DEMO = "sign in with e-mail, password and one-time code"


def lines(address: str, email_folder: Path | None, *, demo: bool) -> list[str]:
    """Shapes: one line of text each, in the order in which they are printed. Without a folder, e-mail is really sent."""
    widest = max(len(door.desk) for door in DOORS)
    entrances = [f"  {door.desk:<{widest}}  {address}{door.path}" for door in DOORS]
    hints = [f"  {'':<{widest}}  {_hint(door, demo)}" for door in DOORS]
    doors = [line for pair in zip(entrances, hints, strict=True) for line in pair]
    letters = f"  {'E-mail':<{widest}}  {f'is not sent; each message is a file in {email_folder}' if email_folder else 'is sent'}"
    return ["Upstander runs.", "", *doors, letters, "", "Ctrl-C stops it."]


def _hint(door: Door, demo: bool) -> str:
    return WITHOUT_DEMO if door.how_to_enter == WITH_A_CLICK and not demo else door.how_to_enter
