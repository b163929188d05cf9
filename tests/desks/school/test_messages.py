"""Messages at the school desk."""

from __future__ import annotations

from tests.cast import Cast, signed_in
from tests.makers import make_conflict
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


def test_where_a_report_went_is_told_to_nobody_who_may_not_read_it(cast: Cast) -> None:
    """A redirect to its case would tell that there is one."""
    situation = arise(cast)
    for subject in (situation.case.pk, situation.report.pk):
        make_conflict(member=cast.lund, subject_id=subject)
    page = f"/school/reports/{situation.report.pk}/messages/"
    assert signed_in(cast.okafor).get(page).status_code == 302
    for who in (cast.lund, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        assert (who.display_name, signed_in(who).get(page).status_code) == (who.display_name, 404)
