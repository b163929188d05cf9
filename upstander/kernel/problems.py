"""What stands in the way of what somebody wants to do, said so that they can put it right."""

from collections.abc import Mapping


class Problem(Exception):
    """One sentence for each field that it is about; an empty field name is the page as a whole.

    Procedures declare their own kinds beside the code that raises them.
    """

    def __init__(self, sentences: Mapping[str, str] | str, *, field: str = "") -> None:
        self.sentences = {field: sentences} if isinstance(sentences, str) else dict(sentences)
        super().__init__(next(iter(self.sentences.values())))
