from upstander.kernel import digests


def test_the_digest_of_an_answer_does_not_depend_on_the_order_of_its_keys() -> None:
    assert digests.of_json({"b": 1, "a": "é"}) == digests.of_json({"a": "é", "b": 1})


def test_a_seal_changes_with_any_part_and_with_the_part_it_stands_in() -> None:
    seal = digests.seal({"html": b"one", "pdf": b"two"})
    assert seal != digests.seal({"html": b"one", "pdf": b"twO"})
    assert seal != digests.seal({"html": b"two", "pdf": b"one"})
