"""Declarations of questions: what is read, and each wrong one refused in full words."""

from __future__ import annotations

import pytest

from cxlib.codebook import METRICS, Question, read_codebook
from cxlib.errors import SettingsError

NPS = {"metric": "nps", "scale": [0, 10], "high_is": "good"}
CSAT = {"metric": "csat", "scale": [1, 5], "high_is": "good"}
CES = {"metric": "ces", "scale": [1, 7], "high_is": "bad", "asks": "effort"}
WHERE = "study.toml, [questions.q]"


def test_a_full_declaration_is_read():
    given = {
        **NPS, "missing": [11, -1], "wording": {"en": "Recommend?", "vi": "Giới thiệu?"}, "stage": "leave",
        "touchpoint": "desk", "channel": "web", "owner": "Desk",
    }
    assert read_codebook({"q": given}) == {
        "q": Question(
            "q", "nps", 0, 10, "good", missing=(11, -1), wording={"en": "Recommend?", "vi": "Giới thiệu?"}, stage="leave",
            touchpoint="desk", channel="web", owner="Desk",
        )
    }


def test_csat_on_five_points_counts_the_top_two():
    assert read_codebook({"q": CSAT})["q"].top_box == 2
    assert read_codebook({"q": {**CSAT, "scale": [1, 10], "top_box": 3}})["q"].top_box == 3


def test_effort_is_shown_turned_round_and_ease_is_not():
    effort = read_codebook({"q": CES})["q"]
    ease = read_codebook({"q": {**CES, "asks": "ease", "high_is": "good"}})["q"]
    assert (effort.turned, ease.turned) == (True, False)
    assert [effort.shown(score) for score in (1, 4, 7)] == [7, 4, 1]
    assert [ease.shown(score) for score in (1, 4, 7)] == [1, 4, 7]
    assert effort.shown(effort.shown(2)) == 2


def test_wording_falls_back_to_another_language_then_to_the_name():
    assert read_codebook({"q": {**NPS, "wording": "Recommend?"}})["q"].text("vi") == "Recommend?"
    assert read_codebook({"q": {**NPS, "wording": {"vi": "Giới thiệu?"}}})["q"].text("en") == "Giới thiệu?"
    assert read_codebook({"q": NPS})["q"].text("en") == "q"


def test_no_questions_is_an_empty_codebook():
    assert read_codebook({}) == {}
    assert METRICS == ("nps", "csat", "ces", "rating")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({**NPS, "scale": [1, 10]},
         f'{WHERE}: NPS is asked from 0 to 10, not 1 to 10. Declare this question as metric = "rating": it is kept under '
         "its own name and not trended with NPS."),
        ({**NPS, "high_is": "bad"}, f'{WHERE}: on an NPS question high is good; set high_is = "good"'),
        ({**NPS, "high_is": "godo"}, f'{WHERE}: no direction called "godo"; did you mean "good"? Choose from: good, bad.'),
        ({**NPS, "metric": "NPS"},
         f'{WHERE}: no metric called "NPS"; did you mean "nps"? Choose from: nps, csat, ces, rating.'),
        ({**NPS, "metric": 5}, f'{WHERE}: no metric called "5". Choose from: nps, csat, ces, rating.'),
        ({**NPS, "sclae": [0, 10]},
         f'{WHERE}: no setting called "sclae"; did you mean "scale"? Choose from: metric, scale, high_is, missing, top_box, '
         "asks, wording, stage, touchpoint, channel, owner."),
        ({"metric": "nps", "high_is": "good"}, f'{WHERE}: the setting "scale" is missing'),
        ({"metric": "nps", "scale": [0, 10]}, f'{WHERE}: the setting "high_is" is missing'),
        ({**NPS, "scale": [10, 0]},
         f"{WHERE}: scale must be two whole numbers, low then high, such as [0, 10]; not [10, 0]"),
        ({**NPS, "scale": "0-10"},
         f"{WHERE}: scale must be two whole numbers, low then high, such as [0, 10]; not '0-10'"),
        ({**NPS, "missing": [9]}, f"{WHERE}: the missing code 9 lies inside of the scale 0 to 10"),
        ({**NPS, "missing": 11}, f"{WHERE}: missing must be a list of whole numbers, such as [0, 99]; not 11"),
        ({**NPS, "missing": ["x"]}, f"{WHERE}: missing must be a list of whole numbers, such as [0, 99]; not ['x']"),
        ({**NPS, "top_box": 2}, f'{WHERE}: top_box belongs to metric = "csat" only'),
        ({**CSAT, "scale": [1, 10]},
         f"{WHERE}: on 10 points there is no agreed top box; say how many boxes count as satisfied, for example top_box = 2"),
        ({**CSAT, "top_box": 5}, f"{WHERE}: top_box must be a whole number from 1 to 4, not 5"),
        ({**CSAT, "top_box": True}, f"{WHERE}: top_box must be a whole number from 1 to 4, not True"),
        ({**CSAT, "asks": "ease"}, f'{WHERE}: asks belongs to metric = "ces" only'),
        ({"metric": "ces", "scale": [1, 5], "high_is": "good"},
         f'{WHERE}: say what the question asks: asks = "ease" (high is easy) or asks = "effort"'),
        ({**CES, "asks": "easy"}, f'{WHERE}: no instrument called "easy"; did you mean "ease"? Choose from: ease, effort.'),
        ({**CES, "high_is": "good"}, f'{WHERE}: asks = "effort" means high is bad, but high_is says "good"'),
        ({**NPS, "wording": 3},
         f'{WHERE}: wording must be text, or a table such as {{ en = "...", vi = "..." }}; not 3'),
        ({**NPS, "owner": ["a"]}, f"{WHERE}: owner must be text in quotes, not ['a']"),
        ("nps", f"{WHERE}: expected a table of settings, not 'nps'"),
    ],
)
def test_a_wrong_declaration_is_refused_in_full_words(given, message):
    with pytest.raises(SettingsError) as caught:
        read_codebook({"q": given})
    assert str(caught.value) == message


def test_questions_must_be_tables():
    with pytest.raises(SettingsError) as caught:
        read_codebook(["q"])
    assert str(caught.value) == "study.toml: declare each question in its own [questions.NAME]; not ['q']"
