"""The settings and the reading guide that go with the made-up company's files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import world

if TYPE_CHECKING:
    from . import Sample

# Question -> metric, lowest, highest, stage, owner, English and Vietnamese wording.
_QUESTIONS = {
    "recommend": ("nps", 0, 10, "loyal", "Customer experience team",
                  "How likely are you to recommend us to people you know?",
                  "Bạn có sẵn lòng giới thiệu quán với người quen không?"),
    "satisfaction": ("csat", 1, 5, "purchase", "Store operations",
                     "How satisfied were you with your last contact with us?",
                     "Bạn hài lòng đến mức nào với lần liên hệ gần nhất?"),
    "ease": ("ces", 1, 7, "connect", "Digital team",
             "How easy was it to place your order?", "Việc đặt món dễ đến mức nào?"),
    "app_speed": ("rating", 1, 5, "explore", "Digital team",
                  "How do you rate the speed of our app?", "Bạn đánh giá tốc độ của ứng dụng thế nào?"),
    "wait_time": ("rating", 1, 5, "connect", "Store operations",
                  "How do you rate the time you waited?", "Bạn đánh giá thời gian chờ thế nào?"),
    "drink_quality": ("rating", 1, 5, "confirm", "Product team",
                      "How do you rate your drink?", "Bạn đánh giá đồ uống thế nào?"),
    "staff": ("rating", 1, 5, "purchase", "Store operations",
              "How do you rate our staff?", "Bạn đánh giá nhân viên thế nào?"),
    "price_value": ("rating", 1, 5, "explore", "Marketing team",
                    "How do you rate what you get for the price?", "Bạn thấy giá có xứng đáng không?"),
    "loyalty_points": ("rating", 1, 5, "loyal", "Marketing team",
                       "How do you rate our loyalty points?", "Bạn đánh giá chương trình tích điểm thế nào?"),
}  # fmt: skip
_METRIC_LINES = {"csat": "top_box = 2", "ces": 'asks = "ease"'}

_STUDY = """\
# A made-up company: every row is synthetic.
[study]
name = "{company} (synthetic)"
synthetic = true
language = "en"
currency = "{currency}"
timezone = "{timezone}"
period = "quarter"
as_of = {as_of}
segments = ["region", "store", "age_band", "plan", "acquired_by"]
seed = {seed}

[[sources]]
table = "customers"
path = "customers.csv"

[[sources]]
table = "responses"
path = "responses_*.csv"

[[sources]]
table = "touchpoints"
path = "touchpoints.parquet"

[[sources]]
table = "transactions"
path = "transactions.parquet"

"""

_JOURNEY = """\
[journey]
stages = [{stages}]
exits = []
window_days = 30
order = "loose"
unit = "journey"

[journey.owners]
need = "Marketing team"
search = "Marketing team"
explore = "Digital team"
connect = "Digital team"
purchase = "Store operations"
confirm = "Product team"
loyal = "Marketing team"

[churn]
kind = "silence"
silence_days = {silence}
gap_days = {gap}
outcome_days = {outcome}

# Made up like everything here: what acting on the list would cost and bring.
[costs]
margin_share = 0.6
offer = 30000
contact = 5000
success_rate = 0.2
discount_rate = 0.1
capacity = 500
serve = {{ phone = 20000, store = 4000, website = 500, app = 500 }}
"""

_README = """\
# {company}: a made-up company

**Everything here is synthetic.** No such company exists; no row describes a real person.
Made by `cxlib.samples` with seed {seed} at scale {scale:g}: {customers:,} customers, {touchpoints:,} contacts,
{transactions:,} payments, {responses:,} answers, {first} to {last}, local time ({timezone}), money in {currency}.

## Files and columns

- `customers.csv`: customer_id, joined_at (date), region, store (home store), age_band, plan (loyalty tier when
  joining), acquired_by. Nobody announces leaving, so there is no left_at.
- `touchpoints.parquet`: customer_id, at, stage, touchpoint, channel, journey_id. One row per contact of an order,
  from need to loyal. Orders begun in the last days are still open.
- `transactions.parquet`: customer_id, at, amount, kind. Sales, and refunds with a negative amount. An order that
  reaches purchase is paid once; visits without an order are paid at the till and have no journey.
- `responses_<wave>.csv`: customer_id, at, wave, question, score, weight, stage, touchpoint, channel, comment,
  language. A blank score is no answer; 99 in a rating is "do not know".
- `study.toml`: settings and codebook. `truth.json`, `truth_customers.parquet`, `truth_hazard.parquet`: the truth.

## What was planted

1. Four personas that overlap: commuter, student group, family weekend, and deal hunter, whom the offer does not suit.
2. From {fault_from}, customers of 55+ on the app go from connect to purchase in {fault:.0%} of cases;
   before, and everyone else on the app, in {usual:.0%}.
3. Satisfaction in {mix_wave} changes by {mix:+.1f} points only because more answers come from the phone; within each
   channel nothing changes.
4. Recommending in {real_wave} falls from {nps_before:+.1f} to {nps_after:+.1f} points because of waiting in {region}.
5. Recommending follows the ratings with known standardised weights:
   {weights}.
6. Customers decide to leave with a weekly hazard of {hazard:.5f}, multiplied by
   {ratios}.
   They decide {lead_low} to {lead_high} days before leaving; from then on they come {slow:.0%} as often and rate
   points and ease lower.
7. acquired_by has no effect on anything.

Đà Nẵng is over-sampled in the survey; `weight` puts it right. The answer files hold {faults} broken rows on purpose
(a score of 11 or 0, the date 31/02/2026, the score "bốn"), and a few hostile comments.
"""


def study_toml(seed: int) -> str:
    """The text of `study.toml`."""
    study = _STUDY.format(
        company=world.COMPANY, currency=world.CURRENCY, timezone=world.TIMEZONE, as_of=world.AS_OF, seed=seed
    )
    journey = _JOURNEY.format(
        stages=", ".join(f'"{stage}"' for stage in world.STAGES),
        silence=world.SILENCE_DAYS,
        gap=world.GAP_DAYS,
        outcome=world.OUTCOME_DAYS,
    )
    return study + "\n".join(_question(name) for name in world.QUESTIONS) + "\n" + journey


def readme(sample: Sample) -> str:
    """The text of `README.md`."""
    truth = sample.truth
    drop, mix, real, churn = (truth[theme] for theme in ("drop_off", "mix_change", "real_change", "churn"))
    return _README.format(
        company=world.COMPANY, seed=sample.seed, scale=sample.scale, first=world.FIRST_DAY, last=world.AS_OF - 1,
        timezone=world.TIMEZONE, currency=world.CURRENCY,
        **{name: len(table) for name, table in sample.tables.items()},
        fault_from=drop["from"], fault=drop["share_after"], usual=drop["share_before"],
        mix_wave=mix["waves"][1], mix=100 * mix["change"],
        real_wave=real["waves"][1], nps_before=100 * real["nps_before"], nps_after=100 * real["nps_after"],
        region=real["region"], weights=_pairs(truth["drivers"]["weights"]),
        hazard=churn["weekly_hazard"], ratios=_pairs(churn["hazard_ratios"]),
        lead_low=churn["lead_days"][0], lead_high=churn["lead_days"][1], slow=churn["visits_slow_to"],
        faults=sum(fault["rows"] for fault in truth["faults"]),
    )  # fmt: skip


def _question(name: str) -> str:
    metric, low, high, stage, owner, english, vietnamese = _QUESTIONS[name]
    missing = f"[{world.DO_NOT_KNOW}]" if metric == "rating" else "[]"
    lines = [f"[questions.{name}]", f'metric = "{metric}"', f"scale = [{low}, {high}]", 'high_is = "good"']
    lines += [_METRIC_LINES[metric]] if metric in _METRIC_LINES else []
    lines += [f"missing = {missing}", f'stage = "{stage}"', f'owner = "{owner}"']
    lines += [f'wording.en = "{english}"', f'wording.vi = "{vietnamese}"']
    return "\n".join(lines) + "\n"


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())
