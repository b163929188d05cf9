"""Pages for anybody: the first page, and the rulebook as a document."""

import re

from django.test import Client

from upstander.rules import load_rulebook


def test_the_first_page_leads_to_a_report_to_coming_back_and_to_the_desks() -> None:
    page = Client().get("/").content.decode()
    assert {"/report/", "/back/", "/school/", "/rules/"} <= set(re.findall(r'href="([^"]+)"', page))


def test_every_rule_stands_on_the_page_with_its_reason_and_its_sources() -> None:
    page = Client().get("/rules/").content.decode()
    for rule in load_rulebook("dorset").rules:
        assert f'id="rule-{rule.id}"' in page


def test_every_link_within_the_rules_leads_somewhere() -> None:
    page = Client().get("/rules/").content.decode()
    missing = set(re.findall(r'href="#([^"]+)"', page)) - set(re.findall(r'id="([^"]+)"', page))
    assert missing == set()


def test_each_rulebook_has_its_page_and_leads_to_the_others() -> None:
    dorset, england = (Client().get(address).content.decode() for address in ("/rules/", "/rules/england/"))
    assert "Online bullying in England; added to by: Online bullying in Dorset." in dorset
    assert 'href="/rules/england/"' in dorset
    assert 'href="/rules/"' in england
    assert "safer-schools team (SSCT)" not in england
    assert Client().get("/rules/cornwall/").status_code == 404


def test_each_place_leads_to_every_rule_that_sends_there() -> None:
    page, rulebook = Client().get("/rules/").content.decode(), load_rulebook("dorset")
    ways = page[page.index('id="ways"') : page.index('class="rule"')]
    for route, words in rulebook.vocabulary.routes.items():
        sending = [rule for rule in rulebook.rules if route in rule.routes]
        assert (words.replace("'", "&#39;") in ways) == bool(sending)
        for rule in sending:
            assert f'href="#rule-{rule.id}"' in ways
