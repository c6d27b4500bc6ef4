"""What is true in the made-up company: places, personas, rates and planted effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COMPANY = "Cà phê Mây Tưởng Tượng"
CURRENCY = "VND"
TIMEZONE = "Asia/Ho_Chi_Minh"
FIRST_DAY = np.datetime64("2024-10-01")
AS_OF = np.datetime64("2026-10-01")
DAYS = int((AS_OF - FIRST_DAY) / np.timedelta64(1, "D"))
DAY_SECONDS = 86_400
DAYS_PER_MONTH = 365.25 / 12
WAVES = ("2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
WAVE_STARTS = tuple(
    int((np.datetime64(f"{wave[:4]}-{3 * int(wave[5]) - 2:02d}-01") - FIRST_DAY) / np.timedelta64(1, "D"))
    for wave in WAVES
)
CUSTOMERS_AT_SCALE_1 = 20_000

STAGES = ("need", "search", "explore", "connect", "purchase", "confirm", "loyal")
CHANNELS = ("app", "store", "website", "phone")
CONNECT, PURCHASE, CONFIRM, LOYAL = 3, 4, 5, 6
APP, STORE_CHANNEL, WEBSITE, PHONE = range(4)

REGIONS = ("TP. Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Hải Phòng", "Cần Thơ")
HANOI, DANANG = 1, 2
STORES = {
    "Quận 1": (0, 0.085), "Thủ Đức": (0, 0.065), "Gò Vấp": (0, 0.060), "Phú Nhuận": (0, 0.050),
    "Bình Thạnh": (0, 0.045), "Tân Bình": (0, 0.035),
    "Cầu Giấy": (1, 0.090), "Hoàn Kiếm": (1, 0.075), "Tây Hồ": (1, 0.055), "Long Biên": (1, 0.045),
    "Hà Đông": (1, 0.040), "Thanh Xuân": (1, 0.015),
    "Hải Châu": (2, 0.060), "Sơn Trà": (2, 0.040), "Thanh Khê": (2, 0.020),
    "Ngô Quyền": (3, 0.070), "Lê Chân": (3, 0.040),
    "Ninh Kiều": (4, 0.060), "Cái Răng": (4, 0.035), "Bình Thủy": (4, 0.015),
}  # fmt: skip
AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55+")
OLDEST = 4
PLANS = ("Thường", "Bạc", "Vàng")
ACQUIRED_BY = {"app": 0.4, "store": 0.3, "friend": 0.2, "campaign": 0.1}


@dataclass(frozen=True)
class Persona:
    """How one kind of customer behaves on average; each customer varies around it."""

    name: str
    share: float
    visits_per_month: float
    order_share: float  # share of visits that are an order followed stage by stage
    app_share: float
    morning_share: float
    weekend_share: float
    basket: float  # VND
    voucher_share: float
    refund_share: float
    ages: tuple[float, ...]
    plans: tuple[float, ...]


PERSONAS = (
    Persona("commuter", 0.34, 4.4, 0.14, 0.72, 0.78, 0.10, 54_000, 0.14, 0.006,
            (0.14, 0.34, 0.27, 0.16, 0.09), (0.45, 0.35, 0.20)),
    Persona("student group", 0.28, 2.7, 0.18, 0.30, 0.12, 0.30, 40_000, 0.28, 0.006,
            (0.62, 0.28, 0.07, 0.02, 0.01), (0.75, 0.20, 0.05)),
    Persona("family weekend", 0.23, 1.7, 0.26, 0.36, 0.36, 0.74, 150_000, 0.18, 0.006,
            (0.04, 0.20, 0.34, 0.24, 0.18), (0.50, 0.32, 0.18)),
    Persona("deal hunter", 0.15, 2.2, 0.30, 0.58, 0.30, 0.36, 31_000, 0.84, 0.090,
            (0.18, 0.24, 0.22, 0.18, 0.18), (0.80, 0.16, 0.04)),
)  # fmt: skip
DEAL_HUNTER = 3
LOWEST_VISITS_PER_MONTH = 1.2
MEMBERS_BEFORE_FIRST_DAY = 0.15
# Relative intensity of visits by calendar month: quiet around Tết, busy at the end of the year.
SEASON = (0.97, 0.86, 1.00, 1.02, 1.04, 1.02, 0.98, 0.98, 1.00, 1.02, 1.04, 1.07)

# Share of journeys that go on from each stage. The step connect -> purchase depends on the channel.
GO_ON = {"need": 0.80, "search": 0.82, "explore": 0.80, "purchase": 0.97, "confirm": 0.40}
BUY_AFTER_CONNECT = (0.80, 0.84, 0.70, 0.75)
BUY_ON_APP_OLDEST = 0.45
APP_FAULT_FROM = WAVE_STARTS[WAVES.index("2026Q1")]
# For each step: share that waits for another day, and the mean of those days.
STEP_WAITS = ((0.12, 3.0), (0.20, 3.0), (0.30, 3.5), (0.30, 3.5), (0.0, 1.0), (0.70, 6.0))
OTHER_FIRST_CHANNEL = 0.30

COMPLAINT_SHARE = 0.09  # of journeys that reach "connect"
COMPLAINT_TIMES = {"deal hunter": 2.0, "Hà Nội in 2026Q3": 3.0}
COLLECTS_POINTS = 0.70
APP_FADES = 0.18
APP_AFTER_FADING = 0.10

WEEKLY_HAZARD = 0.00195
HAZARD_RATIOS = {"deal_hunter": 4.0, "wait_complaint": 6.0, "app_fading": 2.0, "no_points": 2.5}
COMPLAINT_WEEKS = 8
LEAD_DAYS = (35, 49)
SLOWED_TO = 0.25
CUT_OFFS = ("2025-07-01", "2026-01-01", "2026-06-01")
GAP_DAYS, OUTCOME_DAYS, SILENCE_DAYS = 14, 90, 60

RESPONDENTS = (500, 550, 600, 700, 800, 1000, 1250, 1250)
OVERSAMPLED_SHARE = 0.25  # of each wave's answers come from Đà Nẵng
MIX_WAVE = WAVES.index("2026Q2")
REAL_WAVE = WAVES.index("2026Q3")
USUAL_CHANNELS = (0.45, 0.35, 0.10, 0.10)
MIX_CHANNELS = (0.30, 0.25, 0.10, 0.35)
SATISFIED = (0.80, 0.74, 0.68, 0.42)  # top-2-box by channel, the same in every wave

RATINGS = ("app_speed", "wait_time", "drink_quality", "staff", "price_value", "loyalty_points")
WAIT, DRINK, STAFF, PRICE, POINTS = 1, 2, 3, 4, 5
DRIVER_WEIGHTS = (0.12, 0.42, 0.30, 0.18, 0.10, 0.0)
RATING_CORRELATIONS = np.array(
    [
        [1.00, 0.30, 0.15, 0.20, 0.20, 0.35],
        [0.30, 1.00, 0.30, 0.45, 0.25, 0.20],
        [0.15, 0.30, 1.00, 0.35, 0.35, 0.20],
        [0.20, 0.45, 0.35, 1.00, 0.20, 0.25],
        [0.20, 0.25, 0.35, 0.20, 1.00, 0.45],
        [0.35, 0.20, 0.20, 0.25, 0.45, 1.00],
    ]
)
QUESTIONS = ("recommend", "satisfaction", "ease", *RATINGS)
# Cumulative shares of the scores in a group without any shift; the scores are cuts of a normal variable.
RECOMMEND_SHARES = (0.010, 0.005, 0.010, 0.015, 0.025, 0.055, 0.080, 0.150, 0.220, 0.240, 0.190)
RATING_SHARES = (0.05, 0.10, 0.22, 0.36, 0.27)
SATISFACTION_SHARES = (0.06, 0.08, 0.16, 0.40, 0.30)
EASE_SHARES = (0.02, 0.04, 0.08, 0.14, 0.24, 0.28, 0.20)
WAIT_SHIFT_HANOI = -1.20
DANANG_SHIFT = 0.50  # drinks and staff
PRICE_SHIFT_DEAL_HUNTER = -0.80
LEAVING_POINTS_SHIFT = -1.20
LEAVING_EASE_SHIFT = -0.80
OLDEST_APP_EASE_SHIFT = -1.30
DO_NOT_KNOW = 99
DO_NOT_KNOW_SHARE, BLANK_SHARE = 0.03, 0.02
COMMENT_SHARE = 0.25
FAULT_SHARE = 0.002


def generator(seed: int, part: str) -> np.random.Generator:
    """A random generator of its own for each part, so that a change in one does not move another."""
    return np.random.default_rng([seed, *part.encode()])


def seconds(when: str) -> int:
    """Seconds from the first day of the data to a date."""
    return int((np.datetime64(when) - FIRST_DAY) / np.timedelta64(1, "s"))
