// gives: countsLevel, countsTrend
// needs: counts, counts_slice, counts_words
// Scores now and by period from the counts of a page: the rows and sentences of cxlib.scores.level and trend.

const COUNTS_MEASURES = { nps: ["nps"], csat: ["csat", "csat_mean"], ces: ["ces"], rating: ["rating"] };
const COUNTS_UNIT = { nps: "points", csat: "share", csat_mean: "score", ces: "score", rating: "score" };
const COUNTS_LEFT_OUT = "left_out";
const COUNTS_HIDDEN = ["value", "low", "high", "base", "effective_base", "missing"];
const COUNTS_MOST_BOTH = 4; // with more questions the chart shows only the figures that the sentence uses

/** Every score in the wave that the slice looks at. */
function countsLevel(page, slice) {
  const kept = page.waves.filter((wave) => (slice.periods ?? []).includes(wave));
  const wave = kept.length ? kept.at(-1) : page.wave;
  const seen = { ...slice, periods: kept.length ? null : slice.periods };
  const finding = countsFinding(page, "scores.level", countsSay(page.words, "scores.level.question", { wave }), seen, { wave });
  const raw = countsRows(page, seen, page.questions, [wave]);
  if (raw === null) return countsThird(page, finding);
  const rows = countsWithhold(page, raw.filter((row) => !(row.base === 0))).map(({ period, ...row }) => row);
  if (!rows.length) return countsNoAnswers(page, finding, wave);
  const basis = countsBasis(page, slice);
  const asked = countsMain(page, new Set(rows.map((row) => row.question)));
  const lead = rows.find((row) => row.question === asked.name && row.basis === basis && row.metric !== "csat_mean");
  const missing = lead.missing > 0 ? [countsSay(page.words, "scores.missing_caveat", { missing: lead.missing, asked: lead.base + lead.missing })] : [];
  const bare = (page.score_only[wave] ?? []).includes(asked.name) ? [countsSay(page.words, "quality.context.caveat", { question: asked.name })] : [];
  return {
    ...finding, rows, columns: ["question", "metric", "basis", ...COUNTS_NUMBERS, "missing"], sentence: countsLevelSentence(page, lead, wave),
    status: Number.isFinite(lead.value) ? "answered" : "cannot_tell", base: Number.isFinite(lead.base) ? lead.base : 0,
    caveats: [...missing, ...bare, ...countsCaveats(page, slice, rows, page.questions)], owner: asked.owner,
    chart: countsLevelChart(page, slice, rows, wave), headline: lead,
  };
}

/** The leading scores by period. */
function countsTrend(page, slice) {
  const periods = page.waves.filter((wave) => slice.periods === null || slice.periods.includes(wave));
  const finding = countsFinding(page, "scores.trend", countsSay(page.words, "scores.trend.question"), slice, { wave: page.wave });
  const leading = ["nps", "csat", "ces"].flatMap((metric) => page.questions.filter((one) => one.metric === metric));
  const questions = leading.length ? leading : [countsMain(page)];
  const raw = countsRows(page, slice, questions, periods);
  if (raw === null) return countsThird(page, finding);
  if (!raw.some((row) => row.withheld || row.base > 0)) return countsNoAnswers(page, finding, page.wave);
  const rows = countsWithhold(page, raw.filter((row) => row.metric !== "csat_mean").map((row) => ({ ...row, complete: page.complete[row.period] })));
  const single = questions.length === 1;
  const unit = rows[0].unit;
  const based = rows.filter((row) => row.question === questions[0].name && row.basis === rows[0].basis);
  return {
    ...finding, rows, columns: ["question", "metric", "period", "basis", ...COUNTS_NUMBERS, "missing", "complete"],
    ...countsTrendSentence(page, slice, questions[0], periods), unit, caveats: countsCaveats(page, slice, rows, questions),
    base: based.reduce((sum, row) => sum + (Number.isFinite(row.base) ? row.base : 0), 0),
    chart: { kind: "line", x: "period", y: "value", series: "basis", facet: single ? null : "question", unit: single ? unit : "number", where: {}, x_label: "", y_label: "" },
  };
}

const COUNTS_NUMBERS = ["base", "effective_base", "value", "low", "high"];

/** A row for each question, measure, basis and period; null where too many segments are asked for. */
function countsRows(page, slice, questions, periods) {
  const rows = [];
  for (const question of questions) {
    const taken = periods.map((period) => countsTake(page.counts, question.name, page.waves.indexOf(period), slice));
    if (taken.some((one) => one.why === "third")) return null;
    for (const metric of COUNTS_MEASURES[question.metric]) {
      for (const weighted of countsBasis(page, slice) === "weighted" ? [true, false] : [false]) {
        periods.forEach((period, place) => {
          const { sums } = taken[place];
          const found = sums ? countsEstimate(sums, metric, weighted, [question.low, question.high]) : countsBlank();
          rows.push({
            question: question.name, metric, period, basis: weighted ? "weighted" : "unweighted", ...found, unit: COUNTS_UNIT[metric],
            missing: sums ? sums.missing : NaN, withheld: sums ? "" : COUNTS_LEFT_OUT,
          });
        });
      }
    }
  }
  return rows;
}

function countsBlank() {
  return { base: NaN, effective_base: NaN, value: NaN, low: NaN, high: NaN };
}

/** Small bases are blank and marked. */
function countsWithhold(page, rows) {
  return rows.map((row) => {
    if (row.withheld || !(row.base > 0 && row.base < page.minimum)) return row;
    return { ...row, ...Object.fromEntries(COUNTS_HIDDEN.map((name) => [name, NaN])), withheld: "small" };
  });
}

function countsBasis(page, slice) {
  return page.weighted && slice.weights ? "weighted" : "unweighted";
}

function countsMain(page, asked = null) {
  const order = Object.keys(COUNTS_MEASURES).flatMap((metric) => page.questions.filter((one) => one.metric === metric));
  return order.find((one) => asked === null || asked.has(one.name));
}

/** What every finding of a page begins with. */
function countsFinding(page, name, question, slice, { wave }) {
  return {
    name, key: name, question, sentence: "", status: "answered", base: 0, slice, caveats: [], owner: "", unit: "number", formats: {},
    wave, columns: [], rows: [], chart: { kind: "none" }, language: page.words.language,
  };
}

function countsThird(page, finding) {
  return { ...finding, status: "cannot_tell", sentence: countsSay(page.words, "handout.third") };
}

function countsNoAnswers(page, finding, wave) {
  return { ...finding, status: "nobody", sentence: countsSay(page.words, "scores.no_answers", { wave }) };
}

function countsShown(page, value, unit, signed = false) {
  const names = { points: "signed_points", share: "signed_points", score: "signed_score" };
  return countsFormat(value, signed ? names[unit] : unit, page.words);
}

function countsLevelSentence(page, lead, wave) {
  if (lead.withheld === COUNTS_LEFT_OUT) return countsSay(page.words, "handout.left_out", { wave });
  if (!Number.isFinite(lead.value)) return countsSay(page.words, "scores.too_few", { wave, minimum: page.minimum });
  const fills = Object.fromEntries(["value", "low", "high"].map((name) => [name, countsShown(page, lead[name], lead.unit)]));
  return countsSay(page.words, "scores.level", { wave, metric: page.words.texts[`value.metric.${lead.metric}`], asked: lead.question, base: lead.base, ...fills });
}

function countsLevelChart(page, slice, rows, wave) {
  const weighted = countsBasis(page, slice) === "weighted";
  const both = weighted && new Set(rows.map((row) => row.question)).size <= COUNTS_MOST_BOTH;
  const basis = countsBasis(page, slice);
  const named = both || !weighted ? "" : `, ${page.words.texts[`value.basis.${basis}`]}`;
  return {
    kind: "interval", x: "value", y: "question", series: both ? "basis" : null, facet: "metric", unit: "number",
    x_label: countsSay(page.words, "scores.level.axis", { wave }) + named, y_label: "", where: both ? {} : { basis },
  };
}

/** First against last complete period of the leading question, and the line through all of them. */
function countsTrendSentence(page, slice, question, periods) {
  const measure = COUNTS_MEASURES[question.metric][0];
  const weighted = countsBasis(page, slice) === "weighted";
  const totals = [];
  for (const period of periods) {
    const { sums } = countsTake(page.counts, question.name, page.waves.indexOf(period), slice);
    if (sums && sums.n >= page.minimum && page.complete[period]) totals.push({ period, sums });
  }
  if (totals.length < 2) {
    const last = totals.length ? totals.at(-1).period : page.wave;
    return { sentence: countsSay(page.words, "scores.trend.one", { last }), status: "cannot_tell" };
  }
  const unit = COUNTS_UNIT[measure];
  const found = totals.map(({ sums }) => countsEstimate(sums, measure, weighted, [question.low, question.high]));
  const [first, last] = [totals[0], totals.at(-1)];
  const moved = countsDifference(first.sums, last.sums, measure, weighted);
  const told = moved.low > 0 || moved.high < 0;
  const verdict = countsSay(page.words, told ? "scores.verdict.moved" : "scores.verdict.cannot_tell", countsEnds(page, moved, unit));
  const sentence = countsSay(page.words, "scores.trend", {
    metric: page.words.texts[`value.metric.${measure}`], asked: question.name, verdict, first: first.period, last: last.period,
    first_base: found[0].base, last_base: found.at(-1).base, first_value: countsShown(page, found[0].value, unit), last_value: countsShown(page, found.at(-1).value, unit),
  });
  const errors = totals.map(({ sums }, place) => Math.sqrt(countsOver(countsVariance(sums, measure, weighted), found[place].effective_base)));
  return { sentence: `${sentence} ${countsSlopeSentence(page, countsSlope(found.map((one) => one.value), errors), unit)}`.trim(), status: told ? "answered" : "cannot_tell" };
}

function countsEnds(page, found, unit) {
  return Object.fromEntries(["value", "low", "high"].map((name) => [name, countsShown(page, found[name], unit, true)]));
}

function countsSlopeSentence(page, line, unit) {
  if (line === null) return "";
  const steady = line.low > 0 || line.high < 0;
  return countsSay(page.words, steady ? "scores.trend.steady" : "scores.trend.not_steady", { periods: line.periods, ...countsEnds(page, line, unit) });
}

/** Variance of one answer; of means the unweighted one. */
function countsVariance(t, measure, weighted) {
  const total = weighted ? t.w : t.n;
  const [p, d] = weighted ? [t.wp, t.wd] : [t.p, t.d];
  if (measure === "nps") return Math.max(countsOver(p, total) + countsOver(d, total) - (countsOver(p, total) - countsOver(d, total)) ** 2, 0);
  if (measure === "csat") return countsOver(p, total) * (1 - countsOver(p, total));
  return t.n > 1 ? Math.max((t.y2 - t.y ** 2 / t.n) / (t.n - 1), 0) : NaN;
}

function countsCaveats(page, slice, rows, questions) {
  const notes = [];
  if (countsBasis(page, slice) === "weighted") notes.push(countsSay(page.words, "scores.weighted_caveat"));
  for (const one of questions) if (one.turned) notes.push(countsSay(page.words, "scores.turned_caveat", { question: one.name }));
  const partial = [...new Set(rows.filter((row) => row.complete === false).map((row) => row.period))];
  if (partial.length) notes.push(countsSay(page.words, "scores.partial_caveat", { periods: partial.map((one) => countsPeriod(one, page.words.language)).join(", ") }));
  const hidden = rows.filter((row) => row.withheld).length;
  if (hidden) notes.push(countsSay(page.words, "house.withheld_caveat", { rows: hidden, minimum: page.minimum }));
  if (rows.some((row) => row.withheld === COUNTS_LEFT_OUT)) notes.push(countsSay(page.words, "handout.left_out_caveat"));
  return notes;
}
