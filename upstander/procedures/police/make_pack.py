"""Make the files of a pack: the telephone sheet, the document with its pictures, and the ZIP with the files as they came."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.kernel.carried import Carried, carry
from upstander.kernel.ciphers import Altered
from upstander.kernel.clock import in_london, now
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.disclosures.pack.drawn import document_of, exhibit_name, readme_of, sheet_document_of, without
from upstander.records.disclosures.pack.sdm import as_bytes
from upstander.records.disclosures.packs import PackStep, PolicePack
from upstander.records.evidence import vault
from upstander.records.evidence.models import Item, Marking

MOST_SIGNS = 20  # signs that no typeface has, before it is given up
SIDE = 1400  # pixels of a picture in the document: its words can be read
EVERY = 10  # files after which it is said how far it is
NOT_WHAT_CAME = (
    "A file is not what came, so no pack can be made with it. Tell whoever looks after Upstander; leave that file out."
)
STOPPED = "The files could not be made. Put the pack together again; if that fails too, tell whoever looks after Upstander."


class CannotBeSet(Exception):
    """The typeface has not these signs."""


class NotWhatCame(Exception):
    """The stored bytes of a file are not those that came."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for the document, as a JPEG. Units: pixels."""

    name: str
    title: str
    alt: str
    content: bytes
    wide: int
    high: int


Press = Callable[[str, Mapping[str, object], Sequence[Drawn]], bytes]


def make_pack(*, organisation_id: UUID, pack_id: UUID, press: Press, is_last_try: bool = False) -> bool:
    """Outside any transaction, but for a line now and then that says how far it is. Done twice it does nothing the second time.

    Returns whether there was something to do. Raises: whatever ended the press, when another try may help.
    """
    actor = system(organisation_id)
    with asking(actor):
        pack = PolicePack.objects.visible_to(actor).unfinished().filter(pk=pack_id).first()
    if pack is None:
        return False
    try:
        digests, size = _Making(actor, pack, press).all()
    except NotWhatCame:
        return _end(actor, pack, trouble=NOT_WHAT_CAME)
    except Exception:
        if not is_last_try:
            raise
        return _end(actor, pack, trouble=STOPPED)
    return _end(actor, pack, digests=digests, size=size)


class _Making:
    """The making of one pack: each file is kept encrypted as it comes."""

    def __init__(self, actor: Actor, pack: PolicePack, press: Press) -> None:
        self.actor, self.pack, self.press = actor, pack, press
        self.key = vault.unwrap(bytes(pack.wrapped_key), pack.organisation_id)

    def all(self) -> tuple[dict[str, str], int]:
        items = self._items()
        self._say("telephone sheet")
        sheet = self._set("sheet", sheet_document_of(self.pack.payload), [])
        pictures = list(self._pictures(items))
        self._say("document")
        shown = [{"title": it.title, "file": it.name, "alt": it.alt} for it in pictures]
        pdf = self._set("pack", document_of(self.pack.payload, shown), pictures)
        digests = {"sheet": self._keep("sheet", [sheet])[1], "pdf": self._keep("pdf", [pdf])[1]}
        size, digests["zip"] = self._keep("zip", self._zip(items, pdf, sheet))
        return digests, size

    def _items(self) -> list[Item]:
        """In the order of their numbers. With a file that was marked since, no pack is made."""
        with asking(self.actor):
            rows = Item.objects.visible_to(self.actor).present().filter(pk__in=self.pack.exhibits).select_related("bundle")
            marked = set(Marking.objects.filter(item_id__in=self.pack.exhibits).values_list("item_id", flat=True))
            found = {it.pk: it for it in rows}
        if marked or len(found) != len(self.pack.exhibits):
            raise NotWhatCame
        return [found[id] for id in self.pack.exhibits]

    def _set(self, template: str, document: Any, pictures: Sequence[Drawn]) -> bytes:
        """A sign that the typeface has not is shown as a box, so that it stops nothing; the JSON has it."""
        for _ in range(MOST_SIGNS):
            try:
                return self.press(template, document, pictures)
            except CannotBeSet as trouble:
                document = without(str(trouble), document)
        raise CannotBeSet

    def _pictures(self, items: Sequence[Item]) -> Iterator[Drawn]:
        shown = [(number, it) for number, it in enumerate(items, 1) if it.has_copy and it.media_type.startswith("image/")]
        for count, (number, item) in enumerate(shown):
            if count % EVERY == 0:
                self._say("pictures", count, len(shown))
            yield _picture(number, item)

    def _zip(self, items: Sequence[Item], pdf: bytes, sheet: bytes) -> Iterator[bytes]:
        payload = self.pack.payload
        as_program = as_bytes(payload)
        ours = [("README.txt", readme_of(payload).encode()), ("pack.pdf", pdf), ("sheet.pdf", sheet), ("pack.json", as_program)]
        about = {"reference": payload["reference"], "pack": str(self.pack.pk), "put_together_at": payload["put_together_at"]}
        about["exhibits"] = [{"number": n, "sent_as": it.name, "received_sha256": it.sha256} for n, it in enumerate(items, 1)]
        files = [*(Carried(name, [content]) for name, content in ours), *self._exhibits(items)]
        return carry(files, about=about, at=in_london(self.pack.put_together_at))

    def _exhibits(self, items: Sequence[Item]) -> Iterator[Carried]:
        for number, item in enumerate(items, 1):
            yield Carried(exhibit_name(number, item.media_type), self._original(item, number, len(items)))

    def _original(self, item: Item, number: int, of: int) -> Iterator[bytes]:
        """The bytes as they came, which are refused at the end where they are not."""
        if number % EVERY == 1:
            self._say("files", number - 1, of)
        digest = hashlib.sha256()
        for part in _opened(item, "original"):
            digest.update(part)
            yield part
        if digest.hexdigest() != item.sha256:
            raise NotWhatCame

    def _keep(self, kind: str, content: Iterable[bytes]) -> tuple[int, str]:
        return vault.keep(self.pack.pk, content, self.key, kind=kind)

    def _say(self, verb: str, done: int = 0, of: int = 0) -> None:
        with asking(self.actor):
            _step(self.pack, verb, now(), done=done, of=of)


def _opened(item: Item, kind: str) -> Iterator[bytes]:
    try:
        key = vault.unwrap(bytes(item.bundle.wrapped_key or b""), item.organisation_id)
        yield from vault.read(item.pk, key, kind=kind)
    except (FileNotFoundError, Altered, ValueError) as damaged:
        raise NotWhatCame from damaged


def _picture(number: int, item: Item) -> Drawn:
    """The copy that may be shown, made smaller. It was drawn anew when the file came, so it is no stranger's."""
    from PIL import Image

    with Image.open(io.BytesIO(b"".join(_opened(item, "copy")))) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        small = picture.convert("RGB") if picture.mode != "RGB" else picture
        small.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
        wide, high = small.size
    alt = f"Exhibit {number}, a picture that came in on {item.received_at:%-d %B %Y}. What it shows is not described."
    return Drawn(f"exhibit-{number:03d}.svg", f"Exhibit {number}", alt, out.getvalue(), wide, high)


def _step(pack: PolicePack, verb: str, at: datetime, *, done: int = 0, of: int = 0) -> None:
    PackStep.objects.create(
        organisation_id=pack.organisation_id, case_id=pack.case_id, pack=pack, verb=verb, done=done, of=of, at=at, by="Upstander"
    )


def _end(actor: Actor, pack: PolicePack, *, digests: Mapping[str, str] | None = None, size: int = 0, trouble: str = "") -> bool:
    at = now()
    with asking(actor):
        row = PolicePack.objects.visible_to(actor).unfinished().select_for_update().filter(pk=pack.pk).first()
        if row is None:  # another worker was faster
            return False
        row.finished_at, row.trouble = at, trouble
        if digests is not None:
            row.pdf_sha256, row.sheet_sha256, row.zip_sha256, row.zip_size = (
                digests["pdf"],
                digests["sheet"],
                digests["zip"],
                size,
            )
            row.seal = row.sealed(dict(digests))
        row.save(update_fields=["finished_at", "trouble", "pdf_sha256", "sheet_sha256", "zip_sha256", "zip_size", "seal"])
        _step(row, "trouble" if trouble else "made", at)
        recording.record(actor, "pack_made", "case", row.case_id, at=at, pack=str(row.pk), seal=row.seal or "", whole=not trouble)
    return True
