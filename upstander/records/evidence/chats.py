"""Recognise a chat that an app exported, by what is in it; names of files are translated and changed."""

import csv
import json
import re
from typing import Any

from upstander.records.evidence.refusing import Refused

WITHIN = 200_000  # characters of a page or a table that are looked at
NOT_A_CHAT = "It does not look like a chat that an app exported. Screenshots or plain text work too."
HTML_SIGNS = ("inbox", "messages", "message", "chat", "sender", "_a6-g")
CSV_SIGNS = ({"id", "timestamp", "contents"}, {"date", "sender", "message"}, {"from", "to", "date"}, {"author", "content"})
KEYS = frozenset(
    {
        "messages", "message", "chat_history", "chats", "conversations", "Direct Message", "Direct Messages", "Direct Message(s)",
        "Received Saved Chat History", "Sent Saved Chat History", "ChatHistory", "MessageList",
    }
)  # fmt: skip
INNER_KEYS = frozenset({"sender_name", "senderName", "Media Type", "IsSender", "date_unixtime", "from_id", "Contents", "Content"})


def kind_of_text(text: str) -> str:
    """The media type of something written.

    Raises: Refused, when it is code of a kind that only a chat export may be.
    """
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("{", "[")) and not _is_bracketed_text(text):
        return _json(text)
    if start.startswith("<?xml") or start.startswith("<smses"):
        return _require("<smses" in text[:WITHIN], "application/xml")
    if start.startswith("<"):
        return _require(any(sign in text[:WITHIN].lower() for sign in HTML_SIGNS), "text/html")
    return "text/csv" if _is_table(text) else "text/plain"


def _require(is_chat: bool, media_type: str) -> str:
    if not is_chat:
        raise Refused(NOT_A_CHAT)
    return media_type


def _is_bracketed_text(text: str) -> bool:
    """A WhatsApp export from an iPhone begins each line with a date in brackets, as a JSON list would."""
    return re.match(r"\s*\[\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s", text.lstrip("\ufeff\u200e")) is not None


def _json(text: str) -> str:
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as trouble:
        raise Refused("It is damaged: it begins as an export and breaks off.") from trouble
    return _require(_has_messages(value, depth=4), "application/json")


def _has_messages(value: Any, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(value, dict):
        named = bool(KEYS & value.keys()) or bool(INNER_KEYS & value.keys())
        return named or any(_has_messages(each, depth - 1) for each in list(value.values())[:20])
    return isinstance(value, list) and any(_has_messages(each, depth - 1) for each in value[:20])


def _is_table(text: str) -> bool:
    first = next(csv.reader([text.lstrip("\ufeff").partition("\n")[0][:2000]]), [])
    names = {name.strip().lower() for name in first}
    return any(signs <= names for signs in CSV_SIGNS)
