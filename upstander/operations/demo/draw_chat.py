"""Draw the screenshots of the demo's chat: python -m upstander.operations.demo.draw_chat

They are committed; run this again only when the words below change. No app's own look is copied.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent / "evidence"
FONTS = Path(__file__).parents[2] / "desks" / "frame" / "fonts"
WIDTH, HEIGHT, EDGE, PAD, LINE = 540, 960, 20, 14, 30
INK, QUIET, PAPER, BUBBLE, OWN = "#1d2733", "#5d6873", "#e9e4da", "#ffffff", "#d9efdf"
NAMES = {
    "Bexley Thrupp": "#8a3b12",
    "Dacre P": "#1d5a8a",
    "Juno W": "#6a2c91",
    "~ Saffy": "#1f6b3b",
    "+44 7700 900321": "#b3261e",
}
OWNER = "Tansy"

SCREENS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "chat-1-poll.png": (
        "Tuesday",
        [
            ("Bexley Thrupp", "who smells of wet dog in form today", "08:12"),
            ("Dacre P", "one guess", "08:13"),
            ("Dacre P", "initials TQ", "08:13"),
            ("Bexley Thrupp", "POLL: who should move seats AWAY from T. everyone (4 votes), just me (1 vote)", "08:13"),
            ("+44 7700 900321", "voted", "08:15"),
            ("Juno W", "this isnt funny. take it down", "08:15"),
            ("Bexley Thrupp", "alright mum", "08:16"),
            (OWNER, "why are u doing this", "12:40"),
            ("Bexley Thrupp", "doing what? its just bants", "12:40"),
            ("~ Saffy", "leave her alone guys", "12:41"),
        ],
    ),
    "chat-2-bus-stop.png": (
        "Thursday",
        [
            ("Bexley Thrupp", "no geog? ok. vid goes up at 6 then", "08:20"),
            (OWNER, "i was ill last night i couldnt", "08:21"),
            ("Dacre P", "excuses", "08:21"),
            ("+44 7700 900321", "me n the others will be at the bus stop. dont bother getting ur mum to pick u up", "15:40"),
            ("+44 7700 900321", "ur getting ur bag lobbed in the beck and u after it", "15:40"),
            ("Juno W", "what is wrong with u", "15:41"),
            ("Juno W", "T come out the back gate w me", "15:41"),
            (OWNER, "ok", "15:55"),
            ("Bexley Thrupp", "posted. enjoy", "18:01"),
            ("~ Saffy", "bex take it down seriously", "18:02"),
        ],
    ),
    "chat-3-window.png": (
        "Saturday",
        [
            ("Dacre P", "anyone at the rec", "11:02"),
            ("+44 7700 900321", "T i know which window is urs. ashgrove yeah", "22:47"),
            ("+44 7700 900321", "sleep well x", "22:48"),
            (OWNER, "please stop texting me stuff like that", "23:58"),
            ("Bexley Thrupp", "nobody would even notice if u didnt come back after half term", "00:21"),
            ("Bexley Thrupp", "just saying", "00:21"),
            ("Juno W", "bex that is disgusting. im telling Mr Albright tmrw", "09:30"),
        ],
    ),
    "chat-4-to-juno.png": (
        "Monday",
        [
            ("Juno W", "stop. all of you", "16:02"),
            ("Bexley Thrupp", "juno u better watch urself", "16:04"),
            ("Bexley Thrupp", "ur dead", "16:04"),
            ("Juno W", "i have screenshotted that", "16:05"),
            ("~ Saffy", "bex delete that omg", "16:05"),
        ],
    ),
}
WHOSE = {"chat-4-to-juno.png": "Juno W"}  # whose telephone it is, where it is not the owner's


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / ("atkinson-bold.ttf" if bold else "atkinson-regular.ttf")), size)


def wrapped(words: str, width: int, face: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw(day: str, messages: list[tuple[str, str, str]], owner: str = OWNER) -> Image.Image:
    screen = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, WIDTH, 74), fill=INK)
    pen.text((EDGE, 12), "9B Banter", font=font(26, bold=True), fill="#ffffff")
    others = "Bexley, Dacre, Juno, Ollie, Saffy, you …".replace(owner.partition(" ")[0], OWNER)
    pen.text((EDGE, 44), others, font=font(18), fill="#c9d1d8")
    pen.text((WIDTH / 2, 100), day, font=font(18), fill=QUIET, anchor="mm")
    top = 124
    for who, words, at in messages:
        top = bubble(pen, top, who, words, at, is_own=who == owner) + 10
    return screen.quantize(64)


def bubble(pen: ImageDraw.ImageDraw, top: int, who: str, words: str, at: str, *, is_own: bool) -> int:
    own, face = is_own, font(21)
    lines = wrapped(words, 340, face)
    head = 0 if own else 26
    width = int(max(120, *(face.getlength(line) for line in lines), 0 if own else font(18, bold=True).getlength(who))) + 2 * PAD
    left = WIDTH - EDGE - width if own else EDGE
    bottom = top + head + LINE * len(lines) + 26
    pen.rounded_rectangle((left, top, left + width, bottom), 12, fill=OWN if own else BUBBLE)
    if not own:
        pen.text((left + PAD, top + 6), who, font=font(18, bold=True), fill=NAMES[who])
    for number, line in enumerate(lines):
        pen.text((left + PAD, top + head + 4 + LINE * number), line, font=face, fill=INK)
    pen.text((left + width - PAD, bottom - 22), at, font=font(15), fill=QUIET, anchor="ra")
    return bottom


if __name__ == "__main__":
    for name, (day, messages) in SCREENS.items():
        draw(day, messages, WHOSE.get(name, OWNER)).save(HERE / name, optimize=True)
