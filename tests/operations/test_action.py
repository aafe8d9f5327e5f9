"""Actions: what they earn, and that most are done once."""

from app.operations.action import Action


def test_an_action_earns_once(make_book) -> None:
    book = make_book(pack="huazhu")
    book.brought("niu")
    answer = book.must("action", Action(what="install-app"), member="niu")
    assert answer.decision.gives["points"] == 100
    book.refuse("action", Action(what="install-app"), "done-before", member="niu")
    book.must("action", Action(what="follow-wechat"), member="niu")
    assert book.balance("niu") == 200


def test_an_action_may_be_repeated_where_the_pack_says_so(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("fang")
    for _ in range(2):
        book.must("action", Action(what="designated-activity"), member="fang")
    assert book.one("SELECT tier FROM members") == "silver"  # a consumption record


def test_an_unknown_action_is_refused(make_book) -> None:
    book = make_book(pack="huazhu")
    book.brought("niu")
    book.refuse("action", Action(what="dance"), "not-in-programme", member="niu")
