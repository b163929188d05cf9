"""Names and sentences that nobody could take for a real child's: built from syllables, drawn with a seed."""

from __future__ import annotations

from itertools import product
from random import Random

FIRST_NAMES = [
    a + b
    for a, b in product(
        "Bri Cal Dor El Fen Gal Hes Il Jor Kel Lun Mav Nel Or Pel Quil Ros Sev Tam Wyn".split(),
        "a ana by den dra el fia gan ian ka lin mar na ora rick sie ta ven wick zel".split(),
    )
]
SURNAMES = [
    a + b + c
    for a, b, c in product(
        "Ash Bram Crow Dun Elder Fox Grim Hollow Iron Jas Kettle Lark Moss Nether Oak Pen Quick Rook Sedge Thistle".split(),
        "ber com den fen gar hol ing ker lan mer ner ock pin rin sel ter und ver wen yar".split(),
        "bank croft dale field gate ham holt ley mere wick".split(),
    )
]
RARE_SURNAME = "Quennevylle"  # in none of the lists: benchmarks plant it in exactly ten cases

APPS = "WhatsApp Snapchat Instagram TikTok Discord Roblox Fortnite iMessage".split()
YEARS = ["Year 7", "Year 8", "Year 9", "Year 10", "Year 11"]

SAID = """
It started after the half term when they made a new group and left my child out of it on purpose.
Every evening there are twenty or thirty messages and none of them are kind.
They call it banter but nobody is laughing on our side of the screen.
Someone made a poll about who should move seats and shared the result in the corridor.
A picture from the swimming gala was edited and passed round the whole year.
The messages come from three accounts and we think that two of them belong to the same person.
When the account was blocked another one appeared the next morning with nearly the same name.
My child has stopped eating lunch in the hall and goes to the library instead.
We noticed because the phone was under the pillow and the crying did not stop until midnight.
They used to be best friends in primary school and walked home together until October.
There was an argument about a borrowed charger and since then it has been one thing after another.
On the bus they play the recording out loud and everybody turns round.
A voice note was sent pretending to be my child and saying things about a teacher.
I have read the whole chat and there are things in it that I would not repeat to an adult.
The others in the form have seen it and some of them sent a kind message afterwards.
I asked for the group to be closed and the answer was a row of laughing faces.
Homework has been late for a fortnight, which has never happened before this term.
We have kept the screenshots and written down the times as well as we could.
It happens mostly on Sunday evening and then carries on in the changing rooms on Monday.
Nobody has hurt anybody yet but they keep saying wait until the bus stop.
My child does not want a meeting with them and is frightened of being called a grass.
Two older pupils joined in although they do not even know who my child is.
They found an old video from a birthday party and put music under it.
A name was written on the desk in science and then a photograph of the desk was posted.
The headphones were taken and returned broken, and a picture of them was posted first.
She says it is fine, and then she asks whether she could be taught at home.
He says that he started it once by calling one of them slow, and that he is sorry for that.
I rang the mother of one of them and it made everything worse for a week.
They count how many people have left the server each time my child joins.
Somebody gave away our street in the comments, although they took it down after an hour.
I told the form tutor in the corridor and heard that it had happened outside school.
What I would like is that it stops, and that somebody tells us what was decided.
We would rather that it was sorted out quietly, without assemblies and without names.
The game they all play has a chat that parents cannot see, and that is where most of it was said.
It is worse whenever there is a test, because they share the marks.
There is a nickname about hearing aids, which I find harder to forgive than the rest.
At the weekend the messages stopped, and then on Monday there were ninety of them.
My younger one has seen it too and asked me what the words meant.
A teacher was kind and moved the seats, which helped in maths and nowhere else.
We have changed the number, and within two days they had the new one.
""".strip().splitlines()

NOTED = """
Spoke with the child in the small room, with the form tutor there, for about twenty minutes.
The chat was read with the family and the times agree with what the report says.
Rang home, left no details on the machine, and will try again after four.
The seating in two subjects has been changed from Monday and the staff concerned know why.
Both accounts of the Thursday agree on what was said and differ on who said it first.
The form tutor has seen nothing in lessons and will keep an eye on the end of break.
Asked whether any of it is also happening face to face, and it is, mostly near the lockers.
The other child was calm, and said that it had gone further than was meant.
A named adult has been agreed and the first talk is on Wednesday at lunch.
Checked with the head of year whether there had been anything like this before, and there had not.
The group has been deleted by its owner, in front of a parent.
The family would rather have letters than calls, because the child picks up the phone.
Statements were taken from three pupils who saw it and are kept with this case.
The platform has taken the post down and the acknowledgement is with the evidence.
""".strip().splitlines()

WHY = """
The messages name one child and go on after that child asked for them to stop.
There are eleven messages on five days, and two of the days are weeks apart.
Several pupils wrote to one, in a group from which that pupil had been removed.
Both children wrote unkind things, in about equal number, and both have said so.
What was posted cannot be found any more, and the accounts of it do not agree.
""".strip().splitlines()

MEASURES = """
A named adult will see your child every Wednesday at lunch until the end of term.
We have helped to block the accounts and to report the posts to the platform.
Your child has talked with the head of year about what was written and why it hurts.
Your child will use the supervised room at break for two weeks, by agreement.
""".strip().splitlines()


def full_name(draw: Random) -> str:
    return f"{FIRST_NAMES[int(draw.random() * 400)]} {SURNAMES[int(draw.random() * 4000)]}"


def narrative(draw: Random) -> str:
    """What somebody said: 120 to 180 words, whole sentences."""
    wanted, words, chosen = 120 + int(draw.random() * 42), 0, []
    for sentence in draw.sample(SAID, 14):
        chosen.append(sentence)
        words += sentence.count(" ") + 1
        if words >= wanted:
            break
    return " ".join(chosen)


def note(draw: Random) -> str:
    return " ".join(draw.sample(NOTED, 2))
