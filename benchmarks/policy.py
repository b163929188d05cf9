"""How well the policy checker finds what a policy says, and how fast, against BM25 alone and keywords alone.

python -m benchmarks.policy [FOLDER]     a folder with policies and a truth.json like tests/policytext/samples (default)

The two simple methods have no way of their own to say "nothing": each is given the threshold that suits these very labels best.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst

from upstander.policytext.document import Document
from upstander.policytext.finding import Finding, find_statements
from upstander.policytext.opening import read_bytes, read_file
from upstander.policytext.passages import passages_of
from upstander.policytext.ranking import _TOO_COMMON, Ranking
from upstander.policytext.statements import Statement, load_requirements
from upstander.policytext.stems import words_of

SAMPLES = Path(__file__).parent.parent / "tests" / "policytext" / "samples"
ENOUGH = 0.7  # of the words of a quote that a passage must have, or the other way round
LABEL_OF = {"made": "made", "partly": "partly", "referred": "partly", "contradicted": "contradicted", "not found": "missing"}

Given = dict[tuple[str, str], list[str]]  # by file and statement: the passages, best first


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1. precision: of passages given; recall: of sentences labelled; found: of statements made at least partly
    for which one right passage was given; quiet: of statements not made for which nothing was given."""

    precision: float
    recall: float
    found: float
    quiet: float
    first: float
    among_three: float


def same(passage: str, quote: str) -> bool:
    ours, theirs = ({word.stem for word in words_of(text)} for text in (passage, quote))
    both = len(ours & theirs)
    return bool(both) and (
        both >= ENOUGH * len(theirs) or (both >= ENOUGH * len(ours) and len(ours) >= 5 and both >= 0.35 * len(theirs))
    )


def figures(given: Given, truth: Mapping[tuple[str, str], Mapping[str, Any]]) -> Figures:
    """Shapes: truth by file and statement, as truth.json has it."""
    counts = dict.fromkeys(("right", "given", "quoted", "quotes", "made", "found", "not made", "quiet", "first", "three"), 0)
    for key, label in truth.items():
        passages, quotes = given[key], [quote["text"] for quote in label["quotes"]]
        rights = [any(same(passage, quote) for quote in quotes) for passage in passages]
        counts["right"] += sum(rights)
        counts["given"] += len(passages)
        counts["quotes"] += len(quotes)
        counts["quoted"] += sum(any(same(passage, quote) for passage in passages) for quote in quotes)
        if quotes:
            counts["made"] += 1
            counts["found"] += any(rights)
            counts["first"] += any(rights[:1])
            counts["three"] += any(rights[:3])
        else:
            counts["not made"] += 1
            counts["quiet"] += not passages

    def share(part: str, whole: str) -> float:
        return counts[part] / max(1, counts[whole])

    return Figures(
        share("right", "given"),
        share("quoted", "quotes"),
        share("found", "made"),
        share("quiet", "not made"),
        share("first", "made"),
        share("three", "made"),
    )


def checker(documents: Mapping[str, Document]) -> tuple[Given, dict[tuple[str, str], Finding]]:
    requirements = load_requirements()
    findings = {
        (name, it.statement.id): it for name, document in documents.items() for it in find_statements(document, requirements)
    }
    return {key: [found.passage.text for found in it.passages] for key, it in findings.items()}, findings


def ranked_by_bm25(documents: Mapping[str, Document]) -> dict[tuple[str, str], list[tuple[float, str]]]:
    return _ranked(documents, lambda texts, asked: _normalised(Ranking(texts).scores(asked), asked))


def _normalised(scores: list[float], asked: Sequence[str]) -> list[float]:
    return [score / max(1, len(set(asked) - _TOO_COMMON)) for score in scores]


def ranked_by_keywords(documents: Mapping[str, Document]) -> dict[tuple[str, str], list[tuple[float, str]]]:
    def share(texts: list[list[str]], asked: Sequence[str]) -> list[float]:
        wanted = set(asked) - _TOO_COMMON
        return [len(wanted & set(text)) / max(1, len(wanted)) for text in texts]

    return _ranked(documents, share)


def _ranked(
    documents: Mapping[str, Document], score: Callable[[list[list[str]], Sequence[str]], list[float]]
) -> dict[tuple[str, str], list[tuple[float, str]]]:
    ranked = {}
    for name, document in documents.items():
        passages = passages_of(document)
        texts = [[word.stem for word in words_of(passage.text)] for passage in passages]
        for statement in load_requirements().statements:
            scores = score(texts, _asked(statement))
            pairs = sorted(zip(scores, (it.text for it in passages), strict=True), reverse=True)
            ranked[name, statement.id] = [pair for pair in pairs if pair[0] > 0]
    return ranked


def _asked(statement: Statement) -> list[str]:
    return [word.stem for word in words_of(f"{statement.title} {statement.says}")]


def at_its_best(
    ranked: Mapping[tuple[str, str], list[tuple[float, str]]], truth: Mapping[tuple[str, str], Mapping[str, Any]]
) -> Figures:
    """With whatever threshold gives the best balance (F1) of precision and recall on these labels, at most three
    passages each; its ranking (first, among three) is judged without a threshold."""
    thresholds = sorted({round(score, 2) for pairs in ranked.values() for score, _ in pairs[:3]})

    def cut(least: float) -> Given:
        return {key: [text for score, text in pairs[:3] if score >= least] for key, pairs in ranked.items()}

    tried = [figures(cut(least), truth) for least in thresholds]
    best = max(tried, key=lambda it: 2 * it.precision * it.recall / max(0.01, it.precision + it.recall))
    without = figures(cut(0.0), truth)
    return replace(best, first=without.first, among_three=without.among_three)


def read_truth(folder: Path) -> tuple[dict[str, Document], dict[tuple[str, str], dict[str, Any]]]:
    files = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    documents = {name: read_file(folder / name) for name in files}
    return documents, {(name, id): label for name, it in files.items() for id, label in it["statements"].items()}


def labels_right(
    findings: Mapping[tuple[str, str], Finding], truth: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, tuple[int, int]]:
    """Shapes: label → (how many of them were given that label, how many there are)."""
    counts: dict[str, tuple[int, int]] = {}
    for key, label in truth.items():
        right, of = counts.get(label["label"], (0, 0))
        counts[label["label"]] = (right + (LABEL_OF[findings[key].state] == label["label"]), of + 1)
    return counts


def long_pdf(pages: int) -> bytes:
    """A PDF of at least so many pages, from the words of all samples again and again. Units: pages of about 450 words."""
    blocks = [block for name in _text_samples() for block in read_file(SAMPLES / name).blocks]
    words, long = 0, list[dict[str, str]]()
    while words < pages * 450:
        for block in blocks:
            long.append({"kind": block.kind, "text": block.text})
            words += len(block.text.split())
    return bytes(typst.compile(_LAYOUT.encode(), sys_inputs={"data": json.dumps(long)}))


_LAYOUT = """
#set page(paper: "a4", numbering: "1 of 1")
#set text(size: 11pt)
#for it in json(bytes(sys.inputs.data)) {
  if it.kind == "heading" { heading(it.text) } else { par(it.text) }
}
"""


def seconds_for_pages(pages: int = 50) -> tuple[int, float, float]:
    """How many pages there were, and how long reading them and finding the statements took.

    Units: seconds, of the clock and of CPU.
    """
    content = long_pdf(pages)
    load_requirements()
    started, cpu = time.perf_counter(), time.process_time()
    document = read_bytes(content)
    find_statements(document, load_requirements())
    return document.pages or 0, time.perf_counter() - started, time.process_time() - cpu


def _text_samples() -> Iterable[str]:
    return [
        path.name for path in sorted(SAMPLES.iterdir()) if path.suffix in (".pdf", ".docx", ".html") and "scan" not in path.name
    ]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    documents, truth = read_truth(folder)
    given, findings = checker(documents)
    print("| | precision | recall | found | quiet | first | among three |\n|--|--|--|--|--|--|--|")
    methods = {
        "policy check": figures(given, truth),
        "BM25 alone": at_its_best(ranked_by_bm25(documents), truth),
        "keywords alone": at_its_best(ranked_by_keywords(documents), truth),
    }
    for name, it in methods.items():
        shares = (it.precision, it.recall, it.found, it.quiet, it.first, it.among_three)
        print(f"| {name} | {' | '.join(f'{share:.0%}' for share in shares)} |")
    print(*(f"{label}: {right} of {of} labelled so" for label, (right, of) in labels_right(findings, truth).items()), sep="\n")
    pages, seconds, cpu = seconds_for_pages()
    print(f"A PDF of {pages} pages: {seconds:.2f} s, {cpu:.2f} s of CPU")


if __name__ == "__main__":
    main()
