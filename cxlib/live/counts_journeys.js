// gives: countsFunnel, countsDropOff
// needs: counts, counts_words, counts_scores
// The funnel and its steps from what a page knows of journeys: the rows and sentences of cxlib.journeys.funnel and drop_off.

const COUNTS_FUNNEL = ["stage", "base", "reached", "value", "low", "high", "naive", "step_share", "lost", "exited", "open"];
const COUNTS_STEPS = ["step", "from_stage", "to_stage", "base", "went_on", "lost", "exited", "open", "value", "low", "high", "naive", "owner"];
const COUNTS_STEP_NUMBERS = ["base", "went_on", "lost", "exited", "open", "value", "low", "high", "naive"];
const COUNTS_JOURNEY_FORMATS = { reached: "count", naive: "share", step_share: "share", lost: "count", exited: "count", open: "count", went_on: "count" };

/** The share that reaches each stage. */
function countsFunnel(page, slice) {
  const { finding, seen, units, when } = countsJourneyOpened(page, slice, "journeys.funnel");
  if (!seen) return finding;
  const { stages } = page.counts.journeys;
  const naive = seen.reached.map((n) => countsOver(n, seen.base));
  const shares = [{ value: 1, low: 1, high: 1 }, ...stages.slice(1).map((_, k) => countsJourneyShare(seen.fromStart[k], naive[k + 1], seen.base))];
  const rows = stages.map((stage, k) => ({
    stage, base: seen.base, reached: seen.reached[k], ...shares[k], naive: naive[k], lost: seen.lost[k], exited: seen.exited[k], open: seen.open[k], withheld: "",
    step_share: k ? Math.min(countsOver(shares[k].value, shares[k - 1].value), 1) : 1,
  }));
  const last = rows.at(-1);
  const gone = seen.gone.slice(0, -1);
  const worst = gone.indexOf(Math.max(...gone));
  const step = `${stages[worst]} → ${stages[worst + 1]}`;
  const say = (key, values) => countsSay(page.words, `journeys.${key}`, { units, ...values });
  const told = Number.isFinite(last.value) ? countsFunnelSentence(page, say, seen, last, { when, step, lost: gone[worst] }) : say("all_open", { n: seen.base });
  return {
    ...finding, rows, columns: COUNTS_FUNNEL, sentence: told, status: Number.isFinite(last.value) ? "answered" : "cannot_tell",
    caveats: countsJourneyCaveats(page, seen, units, rows), owner: page.counts.journeys.owners[worst],
    next_step: gone[worst] ? say("funnel.next", { step }) : "",
    chart: { kind: "funnel", x: "value", y: "stage", series: null, facet: null, unit: "share", x_label: say("funnel.axis"), y_label: "" },
  };
}

function countsFunnelSentence(page, say, seen, last, { when, step, lost }) {
  const parts = [
    say("funnel", { when, stage: last.stage, value: say("share", last), base: last.base }),
    say(lost ? "funnel.worst" : "funnel.nobody_lost", { step, lost }),
  ];
  if (seen.still) parts.push(say("funnel.open", { open: seen.still, naive: last.naive }));
  return parts.join(" ");
}

/** Each step with the share that goes on, the one that loses most first. */
function countsDropOff(page, slice) {
  const { finding, seen, units, when } = countsJourneyOpened(page, slice, "journeys.drop_off");
  if (!seen) return finding;
  const { stages, owners, minimum } = page.counts.journeys;
  const steps = owners.map((_, k) => `${stages[k]} → ${stages[k + 1]}`);
  const rows = owners.map((owner, k) => {
    const base = seen.reached[k];
    const naive = countsOver(seen.reached[k + 1], base);
    const row = {
      step: steps[k], from_stage: stages[k], to_stage: stages[k + 1], base, went_on: seen.reached[k + 1], lost: seen.lost[k], exited: seen.exited[k],
      open: seen.open[k], ...countsJourneyShare(seen.byStep[k], naive, base), naive, owner, withheld: "",
    };
    return base > 0 && base < minimum ? { ...row, ...Object.fromEntries(COUNTS_STEP_NUMBERS.map((name) => [name, NaN])), withheld: "small" } : row;
  });
  const gone = (row) => row.lost + row.exited;
  rows.sort((a, b) => (Number.isNaN(gone(a)) ? 1 : 0) - (Number.isNaN(gone(b)) ? 1 : 0) || gone(b) - gone(a) || 0);
  const first = rows[0];
  const say = (key, values) => countsSay(page.words, `journeys.${key}`, { units, ...values });
  return {
    ...finding, rows, columns: COUNTS_STEPS, ...countsStepSentence(say, rows, gone, when), owner: first.owner, caveats: countsJourneyCaveats(page, seen, units, rows),
    next_step: gone(first) === 0 ? "" : say("drop_off.next", { step: first.step }),
    chart: { kind: "interval", x: "value", y: "step", series: null, facet: null, unit: "share", x_label: say("drop_off.axis"), y_label: "", order: { step: steps } },
  };
}

function countsStepSentence(say, rows, gone, when) {
  const first = rows[0];
  if (first.withheld || Number.isNaN(first.value)) return { sentence: say("too_few"), status: "cannot_tell" };
  const all = rows.reduce((sum, row) => sum + (gone(row) || 0), 0);
  if (all === 0 && rows.every((row) => !row.withheld)) return { sentence: say("drop_off.nobody", { when }), status: "answered" };
  const sentence = say("drop_off", { step: first.step, gone: gone(first), all, when, value: say("share", first), base: first.base });
  return { sentence: first.owner ? `${sentence} ${say("owner", { owner: first.owner })}` : sentence, status: "answered" };
}

/** What both findings begin with; without `seen` the finding says why there is nothing to see. */
function countsJourneyOpened(page, slice, name) {
  const { journeys } = page.counts;
  const finding = { ...countsFinding(page, name, page.words.texts[`${name}.question`], slice, { wave: page.wave }), status: "cannot_tell" };
  const periods = journeys.periods === null ? null : slice.periods === null ? [page.wave] : page.waves.filter((wave) => slice.periods.includes(wave));
  const { entry, why } = countsJourneyEntry(page, slice, periods);
  if (why) {
    const caveats = why === "left_out" ? [page.words.texts["handout.left_out_caveat"]] : [];
    return { finding: { ...finding, sentence: countsSay(page.words, why === "left_out" && !periods ? "handout.left_out_ever" : `handout.${why}`, { wave: periods?.[0] }), caveats } };
  }
  if (entry === 0) {
    const text = slicerWrite(slice) || page.words.texts["house.everyone"];
    return { finding: { ...finding, status: "nobody", sentence: countsSay(page.words, "house.nobody", { slice: text }) } };
  }
  const [lost, exited, open, complete, fromStart, byStep, several, watched, exits] = entry;
  const ends = lost.map((n, k) => n + exited[k] + open[k]);
  const reached = [...ends, complete];
  for (let k = reached.length - 2; k >= 0; k -= 1) reached[k] += reached[k + 1];
  const seen = {
    lost: [...lost, 0], exited: [...exited, 0], open: [...open, 0], reached, base: reached[0], fromStart, byStep, several, watched, exits, periods,
    gone: [...lost.map((n, k) => n + exited[k]), 0], still: open.reduce((sum, n) => sum + n, 0),
  };
  const units = page.words.texts[`journeys.unit.${journeys.unit}`];
  const when = periods === null
    ? countsSay(page.words, "journeys.when.all", { day: journeys.last_day })
    : countsSay(page.words, "journeys.when.periods", { periods: periods.map((one) => countsPeriod(one, page.words.language)).join(", ") });
  return { finding: { ...finding, base: seen.base, unit: "share", formats: COUNTS_JOURNEY_FORMATS }, seen, units, when };
}

/** {entry} of the slice in its period, or {why} there is none. */
function countsJourneyEntry(page, slice, periods) {
  const { journeys } = page.counts;
  const named = [...new Set([slice.inside, ...slice.apart].flat().map(([name]) => name))];
  if (named.length > 1) return { why: "one_segment" };
  if (periods && periods.length !== 1) return { why: "one_period" };
  const found = journeys.found[periods ? journeys.periods.indexOf(periods[0]) : 0];
  let at = 0;
  if (named.length) {
    const place = journeys.segments.findIndex((one) => one.name === named[0]);
    if (place < 0) return { why: "no_journeys" };
    const { levels, unions } = journeys.segments[place];
    const within = (groups, level) => groups.some(([, kept]) => kept.includes(level));
    const chosen = levels.map((_, k) => k).filter((k) => (!slice.inside.length || within(slice.inside, levels[k])) && !slice.apart.some((group) => within(group, levels[k])));
    if (!chosen.length) return { entry: 0 };
    const text = chosen.join();
    const union = unions.findIndex((places) => places.join() === text);
    if (union < 0) return { why: "one_level" };
    at = 1 + journeys.segments.slice(0, place).reduce((sum, one) => sum + one.unions.length, 0) + union;
  }
  return found[at] === null ? { why: "left_out" } : { entry: found[at] };
}

/** Share with Wilson's interval at what its base is worth. */
function countsJourneyShare([share, worth], naive, base) {
  const size = worth ?? base;
  if (!(size > 0)) return { value: NaN, low: NaN, high: NaN };
  const value = share ?? naive;
  return { value, ...countsWilson(value, size) };
}

function countsJourneyCaveats(page, seen, units, rows) {
  const { journeys } = page.counts;
  const say = (key, values) => countsSay(page.words, `journeys.caveat.${key}`, { units, days: journeys.days, ...values });
  const notes = [say("rule")];
  if (seen.still) notes.push(say("open", { open: seen.still }));
  if (seen.watched !== null) notes.push(say("short", { watched: seen.watched }));
  if (seen.exits.length) notes.push(say("exits", { exits: seen.exits.map(([name, n]) => `${name} ${countsFormat(n, "count", page.words)}`).join("; ") }));
  const partial = (seen.periods ?? []).filter((period) => !page.complete[period]);
  if (partial.length) notes.push(say("partial", { periods: partial.map((one) => countsPeriod(one, page.words.language)).join(", ") }));
  if (seen.several) notes.push(say("clusters"));
  const hidden = rows.filter((row) => row.withheld).length;
  if (hidden) notes.push(countsSay(page.words, "house.withheld_caveat", { rows: hidden, minimum: journeys.minimum }));
  if (page.synthetic) notes.push(page.words.texts["house.synthetic"]);
  return notes;
}
