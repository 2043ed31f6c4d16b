"""`kullback bits`: distributions typed by hand."""

import json

import pytest
from click.testing import CliRunner

import kullback as kb
from kullback.cli.entry import program, run


def bits(*arguments):
    return CliRunner().invoke(program, ["bits", *arguments])


def quantities(*arguments):
    found = bits(*arguments, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)["quantities"]


def test_entropy_of_the_first_example():
    assert quantities("0.5,0.25,0.25")["entropy"] == 1.5
    assert "1.5" in bits("0.5,0.25,0.25").stdout.splitlines()[0]


def test_a_model_costs_extra():
    found = quantities("0.5,0.25,0.25", "--against", "1/3,1/3,1/3")
    assert found["cross_entropy"] == pytest.approx(1.584962500721156)
    assert found["kl_divergence"] == pytest.approx(0.08496250072115618)
    assert found["kl_divergence_of_q_from_p"] == pytest.approx(0.08170416594551)
    sentence = bits("0.5,0.25,0.25", "--against", "1/3,1/3,1/3").stdout.splitlines()[0]
    assert sentence == (
        "Data from p cost 1.58 bits an outcome in the code made for q: "
        "1.50 of their own and 0.0850 extra."
    )


def test_every_figure_is_the_library_s():
    p, q = [0.5, 0.25, 0.25], [0.1, 0.2, 0.7]
    found = quantities("0.5,0.25,0.25", "--against", "0.1,0.2,0.7", "--unit", "nats")
    assert found["perplexity"] == float(kb.perplexity(p))
    assert found["jensen_shannon_divergence"] == float(kb.jensen_shannon_divergence(p, q))
    assert found["jensen_shannon_distance"] == float(kb.jensen_shannon_distance(p, q))
    outcomes = json.loads(bits("0.5,0.25,0.25", "--against", "0.1,0.2,0.7", "--json").stdout)[
        "outcomes"
    ]
    assert outcomes["self_information"] == [1.0, 2.0, 2.0]
    assert sum(outcomes["kl_divergence_terms"]) == pytest.approx(
        float(kb.kl_divergence(p, q, unit="bits"))
    )


@pytest.mark.parametrize(
    ("unit", "value"), [("nats", 1.0397207708399179), ("hartleys", 0.45154499349597177)]
)
def test_unit(unit, value):
    assert quantities("0.5,0.25,0.25", "--unit", unit)["entropy"] == pytest.approx(value)


def test_counts_are_normalised_when_asked():
    assert quantities("2,1,1", "--normalize")["entropy"] == 1.5


def test_an_impossible_outcome_of_the_model_costs_infinitely_much():
    found = bits("0.5,0.5", "--against", "1,0", "--json")
    assert json.loads(found.stdout)["quantities"]["kl_divergence"] == "inf"
    assert "∞" in bits("0.5,0.5", "--against", "1,0").stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["0.5,0.6"], "normalize"),
        (["-0.5,1.5"], "-0.5"),
        (["0.5,x"], "'x'"),
        (["0.5,,0.5"], "not a number"),
        (["1/0,1"], "'1/0'"),
        (["0.5,0.5", "--against", "1"], "outcomes"),
        (["0.5,0.5", "--unit", "parsecs"], "parsecs"),
        (["nan,1"], "'nan'"),
        ([], "P"),
    ],
)
def test_bad_input_is_one_sentence(arguments, words, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(["bits", *arguments])
    written = capsys.readouterr()
    assert stopped.value.code == 2
    assert written.out == ""
    assert len(written.err.splitlines()) == 1
    assert words in written.err
