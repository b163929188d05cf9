"""What was typed as an account, taken apart as far as it shows what it is. What it is not certain of it does not guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from upstander.kernel.telephones import numbers_in

ADDRESS = re.compile(r"https?://\S+|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|gg|me|net|org|tv|uk|app|io)/\S*", re.IGNORECASE)
IDENTITY = re.compile(r"(?<!\d)\d{15,20}(?!\d)")  # a snowflake or another number that an app gives
HANDLE = re.compile(r"(?<![\w@.])@([\w.\-]{2,64})")
USER_NAME = re.compile(r"[\w.\-]{2,64}(?:#\d{4})?")
PROFILE = {  # where an address has the user name in it
    "instagram.com", "tiktok.com", "x.com", "twitter.com", "facebook.com", "snapchat.com", "youtube.com", "t.me", "roblox.com",
}  # fmt: skip
NOT_A_NAME = {
    "p",
    "add",
    "users",
    "channel",
    "video",
    "watch",
    "reel",
    "groups",
    "stories",
    "status",
    "s",
    "c",
    "user",
    "profile.php",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """Each is empty where nothing shows it. `display_name` is also the name of a group."""

    user_name: str = ""
    display_name: str = ""
    address: str = ""
    identity: str = ""
    number: str = ""


def parts_of(typed: str) -> Parts:
    """One account as somebody wrote it."""
    address = found.group().rstrip(".,;)") if (found := ADDRESS.search(typed)) else ""
    left = typed.replace(address, " ", 1) if address else typed
    identity = found.group() if (found := IDENTITY.search(left)) else ""
    left = left.replace(identity, " ", 1) if identity else left
    numbers = numbers_in(left)
    if numbers:
        return Parts(address=address, identity=identity, number=numbers[0])
    handle = found.group(1) if (found := HANDLE.search(left)) else ""
    left = " ".join(left.replace(f"@{handle}", " ", 1).split()) if handle else left.strip()
    if not (handle or address or identity) and USER_NAME.fullmatch(left) and not left.isdigit():
        return Parts(user_name=left)
    return Parts(handle or _in_address(address), left.strip(" ,;:()-"), address, identity)


def _in_address(address: str) -> str:
    """The user name, of apps whose addresses are made of it."""
    site, _, path = re.sub(r"^https?://(?:www\.|m\.)?", "", address.lower()).partition("/")
    if site not in PROFILE:
        return ""
    first = re.split(r"[/?#]", address.split("/", address.count("/") and (3 if "://" in address else 1))[-1])[0] if path else ""
    return "" if first.lower() in NOT_A_NAME else first.lstrip("@")
