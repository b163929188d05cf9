"""`upstander rulebook`: for those who write rulebooks, and those who read them.

check PATH                      whether it can be used, or the first thing that is wrong with it
page [ID]                       the rulebook as a Markdown document
prove [ID …]                    what must be proved, shown by a solver over all facts, or the facts that break it
compare OLD NEW [--cases]       what would change, in its rules and for every report and case that is stored
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from upstander.desks.public.shapes import ConditionShape, RuleShape, chapters_of, terms_of
from upstander.operations import comparing
from upstander.operations.one_line import BadCommand, OneLineParser
from upstander.rules import BadRulebook, Rulebook, known_rulebooks, load_rulebook
from upstander.rules.library import load_rulebook_file, read_rulebook_file
from upstander.rules.library import path_of as path_of_rulebook


def main(argv: Sequence[str]) -> int:
    """Print what was asked for and return 0, or 1 for what is not proved, or one line on standard error and 2."""
    try:
        asked = _parser().parse_args(list(argv))
        if asked.do == "prove":
            return _prove(asked.rulebooks or known_rulebooks())
        if asked.do == "check":
            print(checked(load_rulebook_file(asked.path)))
        elif asked.do == "page":
            sys.stdout.write(page(load_rulebook(asked.id)))
        else:
            compare(_either(asked.old), _either(asked.new), with_cases=asked.cases, plot_to=asked.plot)
    except (BadCommand, BadRulebook) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _parser() -> OneLineParser:
    parser = OneLineParser(prog="upstander rulebook", description=__doc__)
    doing = parser.add_subparsers(dest="do", required=True, parser_class=OneLineParser)
    check = doing.add_parser("check", help="say whether a rulebook can be used, or the first thing that is wrong with it")
    check.add_argument("path", type=Path, metavar="PATH", help="its triage.yaml")
    show = doing.add_parser("page", help="print a rulebook as a Markdown document")
    show.add_argument("id", nargs="?", default="dorset", help=f"one of {', '.join(known_rulebooks())}")
    prove = doing.add_parser("prove", help="show with a solver, over all facts, what must be proved, or the facts that break it")
    prove.add_argument(
        "rulebooks", nargs="*", metavar="ID", help="an id, or the path of a triage.yaml; all that there are (default)"
    )
    compare = doing.add_parser("compare", help="say what would change from one rulebook to another, without changing anything")
    compare.add_argument("old", metavar="OLD", help="the id of a rulebook, or its triage.yaml")
    compare.add_argument("new", metavar="NEW")
    compare.add_argument("--cases", action="store_true", help="triage every report and case that is stored under both")
    compare.add_argument("--plot", type=Path, metavar="FILE.svg", help="with --cases: draw it as well")
    return parser


def _either(name: str) -> Rulebook:
    return load_rulebook_file(Path(name)) if name.endswith(".yaml") else load_rulebook(name)


def compare(old: Rulebook, new: Rulebook, *, with_cases: bool, plot_to: Path | None) -> None:
    """Raises: BadCommand, when the plot cannot be written."""
    differing = list(comparing.rules_that_differ(old, new))
    print(f"{old.id} {old.version} and {new.id} {new.version}: {len(differing)} rules differ.")
    print(*differing, sep="\n")
    if not with_cases:
        return
    from upstander.operations.stored_facts import stored_facts  # only this needs the database

    difference = comparing.differences(old, new, stored_facts())
    print("", *comparing.told(difference, new), sep="\n")
    if plot_to is not None:
        try:
            plot_to.write_text(comparing.plot(difference, new), "utf-8")
        except OSError as problem:
            raise BadCommand(f"upstander rulebook: {plot_to}: cannot be written: {problem.strerror}") from None


def _prove(names: Sequence[str]) -> int:
    try:
        from upstander.operations.solving.table import proved
    except ModuleNotFoundError:
        raise BadCommand(
            "upstander rulebook prove: z3 is not installed; pip install 'upstander[rulebooks]' installs it"
        ) from None

    # Not refused where a point does not hold: to say which facts break it is what this is for.
    rulebooks = [read_rulebook_file(Path(name) if name.endswith(".yaml") else path_of_rulebook(name)) for name in names]
    return max([proved(rulebook) for rulebook in rulebooks])


def checked(rulebook: Rulebook) -> str:
    extends = f", extending {' and '.join(rulebook.lineage[1:])}" if rulebook.extends else ""
    return f"{rulebook.id} {rulebook.version}{extends}: {len(rulebook.rules)} rules, and all that must be proved holds."


def page(rulebook: Rulebook) -> str:
    """The rulebook as docs/rulebook.md has it."""
    return "\n".join(_lines(rulebook)).rstrip() + "\n"


def _lines(rulebook: Rulebook) -> Iterator[str]:
    chapters = chapters_of(rulebook)
    yield from (f"# {rulebook.title}", "", rulebook.about, "")
    yield f"Version {rulebook.version}. Printed by `upstander rulebook page {rulebook.id}` from what the program reads."
    yield from ("", "## Contents", "")
    for chapter in chapters:
        yield f"- [{chapter.title}](#{chapter.id})"
        yield from (f"  - [{rule.because}](#rule-{rule.id})" for rule in chapter.rules)
    yield from ("- [Names that the rules use](#names)", "")
    for chapter in chapters:
        yield from (f'## <a id="{chapter.id}"></a>{chapter.title}', "")
        yield from (chapter.about, "") if chapter.about else ()
        for rule in chapter.rules:
            yield from _rule(rule)
    yield from ('## <a id="names"></a>Names that the rules use', "")
    for name, words, meaning in terms_of(rulebook):
        yield from (f'### <a id="term-{name}"></a>{words}', "", *_condition(meaning), "")


def _rule(rule: RuleShape) -> Iterator[str]:
    yield from (f'### <a id="rule-{rule.id}"></a>{rule.because}', "", "When", "")
    yield from _condition(rule.when)
    for title, lines in rule.follows:
        yield from ("", title, "", *(f"- {line}" for line in lines))
    yield from ("", rule.note) if rule.note else ()
    yield from ("", "**The sources leave room here. Ask your safer-schools team.**") if rule.ask_your_team else ()
    sources = "; ".join(f"[{it.document} ({it.edition}), {it.clause}]({it.url}), {it.how_sure}" for it in rule.sources)
    written = f" {rule.written_by}." if rule.written_by else ""
    yield from ("", f"Sources: {sources}.{written} Rule `{rule.id}`.", "")


def _condition(shape: ConditionShape, depth: int = 0) -> Iterator[str]:
    words = f"[{shape.words}](#term-{shape.term})" if shape.term else shape.words
    yield f"{'  ' * depth}- {words}"
    for part in shape.parts:
        yield from _condition(part, depth + 1)
