"""What the words of the office do on the stage: appeals, searches, texts, the website, campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from app.loyalty.ids import MemberId, derived_id
from app.operations.appeal import Appeal
from app.operations.campaign import Campaign
from app.operations.carry_over import CarryOver
from app.operations.decide_appeal import DecideAppeal
from app.operations.decision import Decision, Outcome
from app.operations.export_web import ExportWeb
from app.operations.import_web import ImportWeb, WebRegistration
from app.operations.sms_in import codes_of, read_text
from app.poster.office_gathering import changed_for_web
from app.poster.submission import Answer
from app.scenario.stage import Play, Stage
from app.store import audit
from app.store.bill_search import OUTPUTS, Conditions, What, find_appeals, find_spends

Step = Mapping[str, Any]


def _appeal(stage: Stage, step: Step) -> Answer:
    body = Appeal(
        outlet=step["outlet"],
        bill=str(step["bill"]),
        billed_on=step.get("date", stage.business_date),
        amount_minor=stage.minor(step.get("amount", "0")),
    )
    return stage.do("appeal", body, member=stage.member(step["member"]))


def _decide_appeal(stage: Stage, step: Step) -> Answer:
    """Answer the appeal for this bill; without a date, the member's open one of that number."""
    member = stage.member(step["member"])
    by = Conditions(
        member=member,
        bill=str(step["bill"]),
        outlet=step.get("outlet", ""),
        date=step.get("date"),
        status="open",
    )
    with stage.books.reading() as connection:
        found = find_appeals(stage.books, connection, by)
    body = DecideAppeal(
        outlet=found[0].outlet if found else by.outlet,
        bill=by.bill,
        billed_on=found[0].billed_on if found else by.date or date.min,
        grant=step["outcome"] == "grant",
        amount_minor=stage.minor(step.get("amount", "0")),
    )
    return stage.do("decide_appeal", body, member=member)


def _search(stage: Stage, step: Step) -> Answer:
    """Look, which is no slip: it is noted and changes nothing."""
    asked = step.get("by", {})
    by = Conditions(
        member=stage.member(asked["member"]) if "member" in asked else MemberId(""),
        outlet=asked.get("outlet", ""),
        bill=str(asked.get("bill", "")),
        date=asked.get("date"),
        month=asked.get("month", ""),
    )
    what = What(step["what"])
    find = find_appeals if what is What.APPEALS else find_spends
    with stage.books.writing() as connection:
        rows = find(stage.books, connection, by)
        count = connection.exec_driver_sql("SELECT COUNT(*) FROM audit").scalar_one()
        read = audit.Read(
            id=derived_id("read", str(count)),
            at=stage.now,
            terminal="story",
            operator="story",
            act=f"search-{what.value}",
            member=by.member,
            facts=by.said(),
        )
        audit.note(stage.books, connection, read)
    gives: dict[str, Any] = {"found": [row.bill for row in rows], "outputs": list(OUTPUTS)}
    return Answer(slip_id="", decision=Decision(outcome=Outcome.POSTED, gives=gives))


def _sms_in(stage: Stage, step: Step) -> Answer:
    programme = stage.poster.programme()
    codes = codes_of(stage.poster.house(), programme) if programme else frozenset[str]()
    body = read_text(step["text"], codes)
    return stage.do("sms_in", body, member=stage.member(step["member"]))


def _export_web(stage: Stage, step: Step) -> Answer:
    body = ExportWeb(confirmed=step.get("confirmed", False))
    if "records" in step:
        with stage.books.reading() as connection:
            due = changed_for_web(stage.books, connection, stage.poster.house(), body)["changed"]
        for member in _stand_ins(stage, step["records"] - due):
            stage.do("carry_over", CarryOver(), member=member)
    return stage.do("export_web", body)


def _import_web(stage: Stage, step: Step) -> Answer:
    wanted = step.get("records", len(stage.fetched))
    stage.fetched = [*stage.fetched, *_stand_ins(stage, wanted - len(stage.fetched))][:wanted]
    body = ImportWeb(
        confirmed=step.get("confirmed", False),
        registrations=tuple(WebRegistration(reference=one, member=one) for one in stage.fetched),
    )
    answer = stage.do("import_web", body)
    if body.confirmed and not answer.decision.refusal:
        stage.fetched = []
    return answer


def _stand_ins(stage: Stage, count: int) -> list[MemberId]:
    """Return labels' ids of so many people whom no story has named."""
    first = len(stage.labels.members)
    return [stage.member(f"stand-in {first + n}") for n in range(max(0, count))]


def _campaign(stage: Stage, step: Step) -> Answer:
    body = Campaign(
        segment=step.get("segment", "all"),
        content=step.get("content", ""),
        channel=step.get("channel", ""),
    )
    return stage.do("campaign", body)


OFFICE_PLAYS: Final[dict[str, Play]] = {
    "appeal": _appeal,
    "decide_appeal": _decide_appeal,
    "search": _search,
    "sms_in": _sms_in,
    "export_web": _export_web,
    "import_web": _import_web,
    "campaign": _campaign,
}
