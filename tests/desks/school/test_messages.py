"""Messages at the school desk."""

from __future__ import annotations

from tests.cast import Cast, signed_in
from tests.procedures.situation import arise


def test_a_message_that_may_tell_of_another_child_is_shown_with_its_words_and_stands_for_a_reason(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    page = f"/school/cases/{situation.case.pk}/messages/{situation.report.pk}/"
    shown = client.post(page, {"kind": "tell", "words": "We spoke with <Sam>."})
    said = shown.content.decode()
    assert shown.status_code == 422
    assert "“Sam” names somebody whom this family may not be told about." in said
    assert "We spoke with &lt;Sam&gt;." in said
    assert '<input type="hidden" name="let_stand" value="Sam">' in said
    again = {"kind": "tell", "words": "We spoke with Sam.", "let_stand": "Sam", "because": "They named him themselves."}
    assert client.post(page, again).status_code == 302
    assert "Ms Okafor let “Sam” stand: They named him themselves." in client.get(page).content.decode()
