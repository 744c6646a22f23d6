"""Every rule is found where it is broken, and nothing breaks the validator."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack import _schemas, source, testing, validation
from claimtrack._rules import EXAMPLE, RULES, example

DATA = json.dumps(EXAMPLE, indent=2).encode()
SHOWN = [rule for rule in RULES if rule.at is not None]


def codes(problems):
    return {problem.code for problem in problems}


def test_the_example_of_the_rules_is_valid():
    assert ct.validate(DATA) == ct.validate(EXAMPLE) == ()


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_each_rule_is_broken_by_its_wrong_example_alone(rule, tmp_path):
    wrong = json.dumps(example(rule, rule.wrong), indent=2).encode()
    right = json.dumps(example(rule, rule.right), indent=2).encode()

    found = [problem for problem in ct.validate(wrong, base=tmp_path) if problem.code == rule.code]

    assert found
    assert {problem.severity for problem in found} == {rule.severity}
    assert rule.code == "CT301" or all(problem.pointer.startswith(rule.at) for problem in found)
    assert ct.validate(right, base=tmp_path) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_explains_itself(rule):
    told = ct.explain(rule.code.lower())

    assert rule.code in told
    assert rule.explanation in told
    assert "Wrong" in told
    assert "Right" in told


def test_an_unknown_rule_is_named():
    with pytest.raises(ct.UnknownTerm, match="CT999"):
        ct.explain("CT999")


def case_files(cases):
    return sorted((cases / "validation").glob("*.json"))


def test_files_with_faults_get_each_fault_named_at_its_place(cases):
    files = case_files(cases)
    assert files

    for file in files:
        found = [f"{p.line}:{p.column} {p.code} {p.pointer}" for p in ct.validate(file)]
        assert found == file.with_suffix(".txt").read_text(encoding="utf-8").splitlines(), file.name


def test_the_case_of_many_faults_breaks_most_rules_at_once(cases):
    found = codes(ct.validate(cases / "validation" / "many-faults.json"))

    assert len(found) >= 25


def test_a_truncated_file_is_never_valid_and_never_raises():
    compact = json.dumps(EXAMPLE).encode()

    for end in range(0, len(compact), 7):
        assert codes(ct.validate(compact[:end])), end


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "CT005", (1, 1)),
        (DATA.decode().encode("utf-16"), "CT003", (1, 1)),
        (DATA.decode().encode("utf-16-le"), "CT003", (1, 1)),
        (DATA.decode().encode("utf-32"), "CT003", (1, 1)),
        (b'{\n  "id": "caf\xe9"}', "CT003", (2, 13)),
        (b"\xef\xbb\xbf" + DATA, "CT004", (1, 1)),
        (b'{"a": 1\n "b": 2}', "CT005", (2, 2)),
        (b'{"a": 1,}', "CT005", (1, 8)),
        (b'{"a": 1} {}', "CT005", (1, 10)),
        (b'{"a": "x\ny"}', "CT005", (1, 9)),
        (b"{'a': 1}", "CT005", (1, 2)),
        (b'{"a": /* b */ 1}', "CT005", (1, 7)),
        (b'{"a": 1, "a": 2}', "CT006", (1, 10)),
        (b'{"a": 1, "\\u0061": 2}', "CT006", (1, 10)),
        (b'{"a" : 1, "b\\":": 3, "a"\t: 2}', "CT006", (1, 22)),
        (b'{"\\u0022": 1, "b": {"c": 1, "c": 2}}', "CT006", (1, 29)),
        (b'{"a": NaN}', "CT007", (1, 7)),
        (b'{"a": [-Infinity]}', "CT007", (1, 8)),
        (b'{"a": 1e400}', "CT007", (1, 7)),
        (b'{"a": "x\\ud800y"}', "CT008", (1, 9)),
        (b"[" * 100_000, "CT009", (1, 65)),
        (b'{"a":' * 100_000, "CT009", (1, 321)),
        (b'{"a": 12345678901234567890}', "CT010", (1, 7)),
        (b'{"a": ' + b"9" * 5000 + b"}", "CT010", (1, 7)),
        (b"\x00\x01\x02", "CT003", (1, 1)),
    ],
)
def test_faults_of_the_bytes_are_named_at_their_place(data, code, place):
    found = [problem for problem in ct.validate(data) if problem.code == code]

    assert found
    assert (found[0].line, found[0].column) == place


def test_faults_of_the_bytes_do_not_hide_those_of_the_report():
    broken = copy.deepcopy(EXAMPLE)
    broken["claims"][0]["kind"] = "rumour"
    data = json.dumps(broken, indent=2).replace('"id": "example",', '"id": "example", "id": "example",').encode()

    assert codes(ct.validate(data)) == {"CT006", "CT104"}


def test_limits_are_told(monkeypatch):
    monkeypatch.setattr(source, "MAX_REPORT_BYTES", 100)

    assert codes(ct.validate(DATA)) == {"CT002"}


@pytest.mark.large
def test_a_file_of_200_megabytes_is_refused_without_being_read_whole(tmp_path):
    file = tmp_path / "large.claims.json"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)

    assert codes(ct.validate(file)) == {"CT002"}


def test_deep_data_of_the_users_own_is_refused_too():
    deep = copy.deepcopy(EXAMPLE)
    inner = deep["claims"][0]["extra"] = {"x:y": []}
    here = inner["x:y"]
    for _ in range(100):
        here.append([])
        here = here[0]

    assert codes(ct.validate(json.dumps(deep).encode())) == {"CT009"}
    deep["claims"][0]["extra"] = {"x:y": 2**60}
    assert codes(ct.validate(json.dumps(deep).encode())) == codes(ct.validate(deep)) == {"CT010"}


def _loop():
    loop = []
    loop.append(loop)
    return {"claimtrack": 1, "claims": loop}


@pytest.mark.parametrize(
    "value",
    [
        None,
        1,
        [],
        {},
        {"claims": ()},
        {1: 2},
        {"id": float("nan")},
        {"id": {1, 2}},
        {"id": b"x"},
        _loop(),
        {"id": "�"},
        {"claimtrack": True},
        {"document": []},
        {"claims": [1, None, {"content": 3}]},
    ],
)
def test_no_object_in_memory_makes_the_validator_raise(value):
    assert any(problem.severity == "error" for problem in ct.validate(value))


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_validator_raise(data):
    assert ct.validate(data)


def _places(value, way=()):
    """The way to every value in a report."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*way, key)
        yield from _places(inner, (*way, key))


ODD = (None, True, 0.5, 10**400, -(10**400), "\ud800", [], {}, [None])


def test_no_odd_value_in_any_place_makes_the_validator_raise():
    seen = set()
    for report in (EXAMPLE, *(example(rule, told) for rule in SHOWN for told in (rule.right, rule.wrong))):
        for way in [way for way in _places(report) if way not in seen]:
            seen.add(way)
            for value in ODD:
                odd = copy.deepcopy(report)
                place = odd
                for key in way[:-1]:
                    place = place[key]
                place[way[-1]] = value
                ct.validate(json.dumps(odd).encode())


@st.composite
def mutants(draw):
    """The example with a few values replaced, dropped, added or renamed."""
    report = copy.deepcopy(EXAMPLE)
    odd = st.sampled_from(
        [
            None,
            True,
            0,
            -1,
            12,
            1.0,
            0.5,
            2**53,
            "",
            "x",
            "a b",
            "CT+",
            "2026-01-06\n",
            "2025-02-30",
            "x\n",
            [],
            {},
            ["a", "a"],
        ]
    )
    for _ in range(draw(st.integers(1, 3))):
        place = report
        while isinstance(place, dict | list) and place and draw(st.integers(0, 3)):
            keys = sorted(place) if isinstance(place, dict) else range(len(place))
            key = draw(st.sampled_from(keys))
            inner = place[key]
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 4)):
                place = inner
                continue
            fate = draw(st.sampled_from(["replace", "replace", "drop", "add"]))
            if fate == "replace":
                place[key] = draw(odd)
            elif fate == "drop":
                del place[key]
            elif isinstance(place, dict):
                place[draw(st.sampled_from(["extra", "term", "via", "path", "unknown", "prefix"]))] = draw(odd)
            break
    return report


@settings(max_examples=400)
@given(mutants())
def test_both_schema_validators_agree_and_every_refusal_is_explained(report):
    accepted = validation._accepted(report)

    errors = list(validation._slow().iter_errors(report))

    assert accepted == (not errors)
    if not accepted:
        assert validation._explanations(report)


@settings(max_examples=400)
@given(mutants())
def test_a_report_loads_if_and_only_if_it_has_no_error(report):
    data = json.dumps(report).encode()
    errors = [problem for problem in ct.validate(data) if problem.severity == "error"]

    if errors:
        with pytest.raises(ct.InvalidReport) as caught:
            ct.loads(data)
        assert [p for p in caught.value.problems if p.severity == "error"] == errors
        assert all(problem.line and problem.column for problem in errors)
    else:
        again = ct.loads(data)
        assert ct.validate(ct.dumps(again)) == ct.validate(ct.dumps(ct.loads(ct.dumps(again))))


@given(testing.reports(), st.data())
def test_a_broken_byte_never_raises(report, data):
    content = bytearray(ct.dumps(report))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))

    ct.validate(bytes(content))


def test_a_span_that_is_off_is_found_where_it_belongs():
    moved = copy.deepcopy(EXAMPLE)
    moved["claims"][0]["content"][0] |= {"start": 20, "end": 38}
    del moved["claims"][0]["content"][0]["suffix"]

    [problem] = ct.validate(json.dumps(moved, indent=2).encode())

    assert problem.code == "CT203"
    assert "18:36" in problem.hint


def test_reports_know_each_other_within_a_corpus():
    second = copy.deepcopy(EXAMPLE) | {"id": "second"}
    second["claims"][1]["relations"] = [{"type": "same_as", "target": "example#plans-in-plaice"}]
    third = copy.deepcopy(EXAMPLE)
    corpus = b"\n".join(json.dumps(report).encode() for report in (EXAMPLE, second, third))

    found = ct.validate(corpus, lines=True)

    assert [(problem.code, problem.line) for problem in found] == [("CT309", 3), ("CT304", 2)]
    assert "plans-in-place" in found[1].hint


def test_an_older_version_is_migrated_and_a_newer_one_refused(monkeypatch):
    old = {key: value for key, value in EXAMPLE.items() if key != "offset_unit"} | {"claimtrack": 0}
    assert codes(ct.validate(json.dumps(old).encode())) == {"CT109"}

    monkeypatch.setitem(validation.MIGRATIONS, 0, lambda report: {**report, "offset_unit": "code-point"})

    assert ct.validate(json.dumps(old).encode()) == ()
    assert ct.loads(json.dumps(old)) == ct.loads(DATA)
    newer = json.dumps(EXAMPLE | {"claimtrack": 2, "claims": 5}).encode()
    assert codes(ct.validate(newer)) == {"CT109"}


def test_files_that_cannot_be_read_are_problems_too(tmp_path):
    good = tmp_path / "good.claims.json"
    good.write_bytes(DATA)

    found = dict(ct.validate_files([tmp_path / "none.json", tmp_path, good, "nul\x00l"]))

    assert [codes(problems) for problems in found.values()] == [{"CT001"}, {"CT001"}, set(), {"CT001"}]


@pytest.mark.parametrize("name", ["report", "comparison"])
def test_the_schemas_stay_inside_what_both_validators_read_alike(name):
    schema = _schemas.schema(name)

    assert schema["$id"].startswith("urn:claimtrack:")
    told = _schemas.schema_text(name)
    assert not any(mark in told for mark in (r"\\d", r"\\w", r"\\s", r"\\p", r"\\Z", '"format"', '"multipleOf"'))


def test_the_examples_inside_the_schema_are_valid():
    schema = _schemas.schema("report")

    for name, definition in schema["$defs"].items():
        for value in definition.get("examples", ()):
            assert validation._accepted(value, name), name


def test_the_real_example_is_valid(examples):
    files = sorted(examples.glob("*.claims.json"))

    assert len(files) >= 3
    assert [problems for _, problems in ct.validate_files(files)] == [()] * len(files)
    assert all(ct.load(file).document.embedded for file in files)
    assert all(ct.dumps(ct.load(file)) == file.read_bytes() for file in files)
