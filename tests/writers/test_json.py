"""Our own JSON: follows its published schema, loses nothing, and is refused where it does not follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gongkai import readers
from gongkai.errors import NotAReport, ReadError, TooLarge, Unreadable, WriteError
from gongkai.readers import own_json
from gongkai.statute.form import AnnualReport, Origin, cells_by_name, edition
from gongkai.writers import json_, write

from . import made_up

VALIDATOR = Draft202012Validator(json_.schema())
ROOT = Path(__file__).parents[2]


def plain(report: AnnualReport) -> Any:
    return json.loads(write(report, "json"))


def test_the_schema_is_a_schema_names_every_cell_and_is_the_published_one() -> None:
    Draft202012Validator.check_schema(json_.schema())
    assert json_.schema()["$defs"]["cell"]["enum"] == list(cells_by_name())
    published = ROOT / "docs/schema/gongkai-annual-report-1.schema.json"
    assert json.loads(published.read_text("utf-8")) == json_.schema()


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_a_report_comes_back_whole(code: str) -> None:
    report = made_up.report(code)
    origins = {"1/自然人": Origin("１１", "表3第1行第1列", page=2, table=3, row=1, column=1, inferred=True)}
    report = replace(report, origins=origins)
    VALIDATOR.validate(plain(report))
    reading = own_json.parse(write(report, "json"))
    assert reading.report == report
    assert reading.findings == ()


def test_an_empty_report_comes_back() -> None:
    VALIDATOR.validate(plain(AnnualReport()))
    assert own_json.parse(write(AnnualReport(), "json")).report == AnnualReport()


def test_a_hybrid_and_one_that_breaks_off_come_back() -> None:
    old = {c.name: 7 for c in edition("2019").blocks[0].cells}
    new = {c.name: None for b in edition("2021").blocks[1:3] for c in b.cells}
    report = AnnualReport(agency="某局", year=2021, edition="hybrid", figures={**old, **new, "1/总计": "/"})
    VALIDATOR.validate(plain(report))
    assert own_json.parse(write(report, "json")).report == report


@settings(max_examples=40, deadline=None)
@given(made_up.any_figures(edition("2021")), st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_figures_and_any_text_come_back(figures: dict[str, Any], text: list[str]) -> None:
    report = replace(made_up.report(), figures=figures, preamble=tuple(text))
    data = write(report, "json")
    VALIDATOR.validate(json.loads(data))
    back = own_json.parse(data).report
    assert back == report
    assert {k: type(v) for k, v in back.figures.items()} == {k: type(v) for k, v in figures.items()}


def test_amounts_are_exact() -> None:
    amount = Decimal("24252.311082123456")
    figures = {**made_up.report().figures, "行政事业性收费/本年收费金额": amount}
    data = write(replace(made_up.report(), figures=figures), "json")
    assert b": 24252.311082123456" in data
    assert str(own_json.parse(data).report.figures["行政事业性收费/本年收费金额"]) == "24252.311082123456"


def test_the_whole_way_reads_it_too() -> None:
    report = made_up.report()
    assert readers.read(write(report, "json"), "a.json").report == report
    assert readers.read(b"\xef\xbb\xbf" + write(report, "json")).report == report


def test_a_negative_count_is_a_fact_to_show() -> None:
    raw = plain(made_up.report())
    raw["figures"]["1/自然人"] = -4
    VALIDATOR.validate(raw)
    assert own_json.parse(json.dumps(raw).encode()).report.figures["1/自然人"] == -4


Change = Callable[[dict[str, Any]], object]
WRONG: list[tuple[str, Change, str]] = [
    ("unknown cell", lambda r: r["figures"].update({"3.9/自然人": 1}), "3.9/自然人"),
    ("figure as text", lambda r: r["figures"].update({"1/自然人": "7"}), "1/自然人"),
    ("figure as boolean", lambda r: r["figures"].update({"1/自然人": True}), "1/自然人"),
    ("figure as list", lambda r: r["figures"].update({"1/自然人": [1]}), "1/自然人"),
    ("figure out of bounds", lambda r: r["figures"].update({"1/自然人": 10**15}), "15位"),
    ("unknown key", lambda r: r.update(extra=1), "extra"),
    ("no figures", lambda r: r.pop("figures"), "figures"),
    ("figures as list", lambda r: r.update(figures=[]), "figures"),
    ("year as text", lambda r: r.update(year="2024"), "year"),
    ("year as fraction", lambda r: r.update(year=2024.5), "year"),
    ("year as boolean", lambda r: r.update(year=True), "year"),
    ("year of another age", lambda r: r.update(year=24), "year"),
    ("edition", lambda r: r.update(edition="2020"), "edition"),
    ("agency as number", lambda r: r.update(agency=1), "agency"),
    ("period half", lambda r: r.update(period={"from": "2024-01-01"}), "to"),
    ("period as text", lambda r: r.update(period="2024"), "period"),
    ("day with a blank month", lambda r: r["period"].update(to="2024-00-31"), "period.to"),
    ("contact", lambda r: r.update(contact={"post": "1"}), "post"),
    ("preamble as text", lambda r: r.update(preamble="甲"), "preamble"),
    ("paragraph as number", lambda r: r.update(preamble=[1]), "preamble"),
    ("section number", lambda r: r["sections"][0].update(number=7), "number"),
    ("section without heading", lambda r: r["sections"][0].pop("heading"), "heading"),
    ("origin of an unknown cell", lambda r: r.update(origins={"甲": {"text": "", "place": ""}}), "甲"),
    ("origin without place", lambda r: r.update(origins={"1/自然人": {"text": "1"}}), "place"),
    (
        "origin inferred",
        lambda r: r.update(origins={"1/自然人": {"text": "1", "place": "", "inferred": 1}}),
        "inferred",
    ),
]


@pytest.mark.parametrize(("change", "names"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_the_schema_refuses_the_reader_refuses_and_names(change: Change, names: str) -> None:
    raw = plain(made_up.report())
    change(raw)
    assert not VALIDATOR.is_valid(raw)
    with pytest.raises(Unreadable, match=names):
        own_json.parse(json.dumps(raw, ensure_ascii=False).encode())


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["number", "heading", "to"]), inner)
    ),
    max_leaves=4,
)
PLACES = [
    *(("year",), ("edition",), ("agency",), ("title",), ("period",), ("contact",), ("preamble",), ("sections",)),
    *(("figures",), ("origins",), ("sections", 0, "number"), ("sections", 1, "paragraphs"), ("contact", "fax")),
    *(("figures", "2/总计"), ("figures", "行政事业性收费/本年收费金额"), ("period", "from")),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), VALUES)
def test_reader_and_schema_agree(place: tuple[str | int, ...], value: Any) -> None:
    raw: Any = plain(made_up.report())
    at = raw
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    valid = VALIDATOR.is_valid(raw)
    try:
        own_json.parse(json.dumps(raw).encode())
    except ReadError:
        # Only what a schema cannot say is refused beyond it: more decimals than an amount can have.
        assert not valid or (isinstance(value, float) and value != round(value, 15))
    else:
        assert valid


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ('{"schema": "gongkai-annual-report-1", "year": NaN}', Unreadable, "NaN"),
        ('{"year": Infinity}', Unreadable, "Infinity"),
        ('{"year": 1, "year": 2}', Unreadable, "两次"),
        ('{"year": 1e999999999}', Unreadable, "过长"),
        ('{"year": ' + "9" * 5000 + "}", Unreadable, "过长"),
        ('{"year": 2024', Unreadable, "第1行"),
        ('{"a":' * 40 + "1" + "}" * 40, TooLarge, "32层"),
        ('{"a":' + "[" * 100_000, TooLarge, "32层"),
        ('{"path": "a.docx"}', NotAReport, "gongkai-annual-report-1"),
        ('{"schema": "gongkai-annual-report-2"}', NotAReport, "gongkai-annual-report-1"),
        (
            '{"schema": "gongkai-annual-report-1", "year": null, "edition": null, "figures": {},'
            '"agency": "\\ud800"}',
            Unreadable,
            "agency",
        ),
    ],
)
def test_other_json_and_broken_json_are_clear_errors(text: str, error: type[ReadError], words: str) -> None:
    with pytest.raises(error, match=words):
        readers.read(text.encode())


def test_json_in_another_encoding_is_said_so() -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        own_json.parse('{"agency": "某局"}'.encode("gb18030"))


def test_braces_inside_text_are_no_nesting() -> None:
    report = replace(made_up.report(), preamble=("{[" * 500 + '"\\',))
    assert own_json.parse(write(report, "json")).report == report


@pytest.mark.parametrize("value", [Decimal("NaN"), 10**15, Decimal("1E-16")])
def test_what_no_cell_can_hold_is_not_written(value: Decimal | int) -> None:
    with pytest.raises(WriteError, match="1/自然人"):
        write(replace(made_up.report(), figures={"1/自然人": value}), "json")


def test_a_cell_that_no_form_has_is_not_written() -> None:
    with pytest.raises(WriteError, match="甲/乙"):
        write(replace(made_up.report(), figures={"甲/乙": 1}), "json")
