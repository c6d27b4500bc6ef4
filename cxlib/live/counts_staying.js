// gives: countsRetention
// needs: counts, counts_slice, counts_words, counts_scores
// Who stays and who leaves, by period, from the counts of a page: the rows and sentences of cxlib.scores.retention.

const COUNTS_RATES = ["period", "metric", "base", "count", "value", "low", "high", "complete", "known"];
const COUNTS_LATELY = 24; // periods that are shown

/** Churn and retention rate by period. */
function countsRetention(page, slice) {
  const { retention } = page.counts;
  const finding = countsFinding(page, "scores.retention", page.words.texts["scores.retention.question"], slice, { wave: page.wave });
  const cohorts = countsCohorts(page, slice);
  if (cohorts === null) return countsThird(page, finding);
  if (!cohorts.some((one) => one.why || one.n > 0)) {
    const text = slicerWrite(slice) || page.words.texts["house.everyone"];
    return { ...finding, status: "nobody", sentence: countsSay(page.words, "house.nobody", { slice: text }) };
  }
  const lately = new Set(page.waves.slice(-COUNTS_LATELY));
  const shown = cohorts.filter((one) => lately.has(one.period));
  const rows = ["churn rate", "retention rate"].flatMap((metric) => shown.map((one) => countsRate(one, metric, retention.minimum)));
  const last = cohorts.filter((one) => page.complete[one.period] && one.known && (one.why || one.start > 0)).at(-1);
  const told = last && !last.why && last.start >= retention.minimum;
  return {
    ...finding, rows, columns: COUNTS_RATES, unit: "share", formats: { count: "count" }, sentence: countsRetentionSentence(page, last, told),
    status: told ? "answered" : "cannot_tell", base: told ? last.start : 0, caveats: countsRetentionNotes(page, cohorts),
    chart: { kind: "line", x: "period", y: "value", series: null, facet: "metric", unit: "share", where: {}, x_label: "", y_label: page.words.texts["scores.retention.axis"] },
  };
}

/** The start cohort of each period and what became of it; null where too many segments are asked for. */
function countsCohorts(page, slice) {
  const { retention } = page.counts;
  const found = [];
  for (const [place, period] of page.waves.entries()) {
    if (!(period in retention.known) || (slice.periods !== null && !slice.periods.includes(period))) continue;
    const { sums, why } = countsTake(page.counts, "=retention", place, slice);
    if (why === "third") return null;
    // With contracts a period has its row even when nobody was there.
    if (why || sums.n > 0 || retention.kind === "contract") {
      found.push({ period, why, known: retention.known[period], complete: page.complete[period], ...sums });
    }
  }
  return found;
}

function countsRate(one, metric, minimum) {
  const row = { period: one.period, metric, base: NaN, count: NaN, value: NaN, low: NaN, high: NaN, unit: "share", complete: one.complete, known: one.known };
  if (one.why) return { ...row, withheld: COUNTS_LEFT_OUT };
  if (one.start > 0 && one.start < minimum) return { ...row, withheld: "small" };
  if (!one.known) return { ...row, base: one.start, withheld: "" };
  const count = metric === "churn rate" ? one.churned : one.start - one.churned;
  const value = countsOver(count, one.start);
  return { ...row, base: one.start, count, value, ...countsWilson(value, one.start), withheld: "" };
}

function countsRetentionSentence(page, last, told) {
  if (last?.why) return countsSay(page.words, "handout.left_out", { wave: last.period });
  if (!told) return page.words.texts["scores.retention.none"];
  const value = last.churned / last.start;
  return countsSay(page.words, "scores.retention", { period: last.period, churned: last.churned, base: last.start, value, ...countsWilson(value, last.start), retained: 1 - value });
}

function countsRetentionNotes(page, cohorts) {
  const { retention } = page.counts;
  const notes = [countsSay(page.words, `scores.retention.${retention.kind}`)];
  if (retention.since && cohorts.some((one) => !one.known)) notes.push(countsSay(page.words, "scores.retention.unknown", { since: retention.since }));
  const partial = cohorts.filter((one) => !one.complete).map((one) => countsPeriod(one.period, page.words.language));
  if (partial.length) notes.push(countsSay(page.words, "scores.partial_caveat", { periods: partial.join(", ") }));
  if (cohorts.some((one) => one.why)) notes.push(countsSay(page.words, "handout.left_out_caveat"));
  return notes;
}
