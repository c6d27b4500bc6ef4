// gives: countsSides, countsBeside
// needs: counts, counts_words, counts_content
// Two slices beside each other in a page: the rows, the differences and the sentences of cxlib.finding.beside.

const COUNTS_PAIRED = ["base", "effective_base", "value", "low", "high"];
const COUNTS_DIFFERENT = ["difference", "difference_low", "difference_high", "p_value", "adjusted_p", "verdict"];
const COUNTS_SIGNED_UNIT = { share: "signed_points", whole_share: "signed_points", points: "signed_points", score: "signed_score" };

/** The slice chosen and the one to compare it with: {one, other, names, disjoint}, or {wrong} with the sentence that says why not. */
function countsSides(page, one, against) {
  if (!against || (against === "rest" && !one.inside.length && !one.apart.length)) return { one };
  const title = (slice) => countsTitle(page, slice);
  if (against === "previous") {
    const kept = page.waves.filter((wave) => (one.periods ?? []).includes(wave));
    const now = kept.length ? kept.at(-1) : page.wave;
    const place = page.waves.indexOf(now);
    if (!place) return { wrong: countsSay(page.words, "handout.no_previous", { wave: now }) };
    const other = { ...one, periods: [page.waves[place - 1]] };
    return { one, other, names: [now, page.waves[place - 1]].map((wave) => countsPeriod(wave, page.words.language)), disjoint: true };
  }
  const outside = !one.inside.length && one.apart.length === 1;
  if (against === "rest" && one.apart.length && !outside) return { wrong: countsSay(page.words, "handout.no_rest") };
  const other = against !== "rest" ? slicerParse(against) : outside ? { ...one, inside: one.apart[0], apart: [] } : { ...one, inside: [], apart: [one.inside] };
  let names = [title(one), against === "rest" && !outside ? page.words.texts["slicer.against_rest"] : title(other)];
  const texts = [slicerWrite(one), slicerWrite(other)];
  if (texts[0] === texts[1]) return { wrong: page.words.texts["handout.same"] };
  if (names[0] === names[1]) names = texts.map((text, place) => text || names[place]);
  return { one, other, names, disjoint: countsApart(one, other) };
}

/** Two findings of one analysis in one table, chart and sentence. */
function countsBeside(page, one, other, names, disjoint) {
  if (!one.rows.length || !other.rows.length) return countsSideBySide(page, one, other, names);
  const bases = new Set([...one.rows, ...other.rows].map((row) => row.basis));
  const both = bases.has("weighted") && bases.has("unweighted");
  const { chart } = one;
  const order = chart.kind === "line" ? [chart.facet, chart.series, chart.x] : [chart.y, chart.series, chart.facet];
  const keys = [...new Set([...order, "basis"])].filter((name) => one.columns.includes(name));
  const toldBy = keys.filter((name) => name !== "basis" || !both);
  const things = countsCompared(one, other, keys, disjoint);
  const said = countsNames(page, things.map((thing) => thing.texts), toldBy);
  things.forEach((thing, place) => { thing.what = said[place]; });
  const told = both ? things.filter((thing) => thing.texts.basis === "weighted") : things;
  const rows = things.flatMap((thing) => thing.sides.flatMap((side, place) => (side.here
    ? [{ ...thing.texts, slice: names[place], ...countsPick(side, [...COUNTS_PAIRED, "complete"]), ...thing.difference, unit: side.unit, withheld: thing.withheld, _unit: thing.unit }] : [])));
  const texts = one.columns.filter((name) => name in things[0].texts);
  const drawn = countsBesideChart(page, one, rows, keys, toldBy, both);
  return {
    ...countsJoined(page, one, other, names), rows: drawn.rows, chart: drawn.chart,
    columns: [...texts, "slice", ...COUNTS_PAIRED.filter((name) => one.columns.includes(name)), ...(one.columns.includes("complete") ? ["complete"] : []), ...COUNTS_DIFFERENT],
    sentence: countsBesideSentence(page, told, names, disjoint), base: disjoint ? one.base + other.base : Math.max(one.base, other.base),
    status: told.some((thing) => thing.difference.verdict === "clear") ? "answered" : "cannot_tell",
    caveats: [...countsBesideNotes(page, one, other, names, told, disjoint), ...countsTheirCaveats(one, other, names)],
    formats: { difference: "@_unit", difference_low: "@_unit", difference_high: "@_unit", p_value: "p_value", adjusted_p: "p_value" },
  };
}

function countsPick(from, names) {
  return Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}

function countsJoined(page, one, other, names) {
  return {
    ...one, key: `${one.key}.beside`, question: countsSay(page.words, "beside.question", { asked: one.question, one: names[0], other: names[1] }),
    slice: countsCommon(one.slice, other.slice), owner: one.owner || other.owner, next_step: "",
  };
}

function countsSideBySide(page, one, other, names) {
  const told = countsSay(page.words, "beside.both", { one: names[0], other: names[1], first: one.sentence, second: other.sentence });
  const rows = [one, other].flatMap((finding, place) => finding.rows.map((row) => ({ slice: names[place], ...row })));
  const columns = [one, other].find((finding) => finding.rows.length)?.columns ?? [];
  const ended = new Set([one.status, other.status]);
  const known = [...ended].every((status) => ["answered", "cannot_tell"].includes(status));
  return {
    ...countsJoined(page, one, other, names), rows, columns: rows.length ? ["slice", ...columns] : [], sentence: told, base: Math.max(one.base, other.base),
    status: ended.size === 1 ? one.status : known ? "answered" : "cannot_tell", chart: { kind: "none" }, caveats: countsTheirCaveats(one, other, names),
    formats: { ...other.formats, ...one.formats },
  };
}

/** Rows matched by their keys, with difference, interval, p corrected within a basis, and verdict. */
function countsCompared(one, other, keys, disjoint) {
  const found = [one, other].map((finding) => new Map(finding.rows.map((row) => [keys.map((name) => `'${row[name]}'`).join(", "), row])));
  const names = [...new Set([...found[0].keys(), ...found[1].keys()])];
  const sorted = (list) => list.every((name, place) => !place || slicerOrder(list[place - 1], name) <= 0);
  if (found.every((rows) => sorted([...rows.keys()]))) names.sort(slicerOrder);
  const things = names.map((name) => countsThing(found.map((rows) => rows.get(name)), keys, disjoint, one.unit));
  for (const basis of new Set(things.map((thing) => thing.texts.basis))) countsCorrect(things.filter((thing) => thing.texts.basis === basis));
  for (const thing of things) {
    const { difference: found_, sides } = thing;
    found_.verdict = thing.withheld ? "withheld" : !(sides[0].here && sides[1].here) ? "not in the other" : found_.adjusted_p < 0.05 ? "clear" : "cannot tell";
  }
  return things;
}

function countsThing(rows, keys, disjoint, usual) {
  const withheld = rows.map((row) => row?.withheld ?? "").find(Boolean) ?? "";
  const sides = rows.map((row) => {
    if (!row) return { here: false, unit: "" };
    const blank = withheld ? Object.fromEntries(COUNTS_PAIRED.map((name) => [name, NaN])) : {};
    return { here: true, ...countsPick(row, [...COUNTS_PAIRED, "complete"]), ...blank, unit: row.unit ?? usual };
  });
  const first = rows.find(Boolean);
  const texts = countsPick(first, [...new Set(["question", "metric", "period", "step", "from_stage", "to_stage", "stage", "owner", "basis", ...keys])].filter((name) => name in first));
  const unit = first.unit ?? usual;
  const [a, b] = sides;
  const none = { difference: NaN, difference_low: NaN, difference_high: NaN, p_value: NaN, adjusted_p: NaN };
  const shown = COUNTS_SIGNED_UNIT[unit] ?? unit;
  if (!a.here || !b.here) return { texts, sides, withheld, unit: shown, difference: none };
  const gap = countsMover(b, a);
  const p = countsIntervalP(b, a);
  const sure = !Number.isNaN(p) && disjoint;
  const difference = { difference: gap.value, difference_low: sure ? gap.low : NaN, difference_high: sure ? gap.high : NaN, p_value: sure ? p : NaN, adjusted_p: NaN };
  return { texts, sides, withheld, unit: shown, difference };
}

/** Benjamini and Hochberg 1995. */
function countsCorrect(things) {
  const tested = things.filter((thing) => !Number.isNaN(thing.difference.p_value)).sort((a, b) => b.difference.p_value - a.difference.p_value);
  let least = 1;
  tested.forEach((thing, place) => {
    least = Math.min(least, thing.difference.p_value * (tested.length / (tested.length - place)));
    thing.difference.adjusted_p = least;
  });
}

/** Two-sided p of "no difference" between two intervals. */
function countsIntervalP(first, second) {
  const gap = second.value - first.value;
  const near = gap >= 0 ? Math.hypot(second.value - second.low, first.high - first.value) : Math.hypot(second.high - second.value, first.value - first.low);
  return near > 0 ? countsTwoSided((COUNTS_Z * Math.abs(gap)) / near) : NaN;
}

/** Chance that a standard normal is at least as far from zero as z: a series near zero, a continued fraction beyond. */
function countsTwoSided(z) {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 200 && Math.abs(term) > 1e-17 * sum; k += 1) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 1 - 2 * density * sum;
  }
  let tail = 0;
  for (let k = 200; k > 0; k -= 1) tail = k / (z + tail);
  return (2 * density) / (z + tail);
}

/** What each thing is called: as few of the keys as tell them apart. */
function countsNames(page, rows, keys) {
  const values = (name) => rows.map((row) => row[name]);
  const varied = keys.filter((name) => new Set(values(name)).size > 1);
  if (!varied.length) varied.push(...["metric", ...[...keys].reverse()].filter((name) => name in rows[0]).slice(0, 1));
  const apart = (names) => new Set(rows.map((row) => JSON.stringify(names.map((name) => row[name])))).size;
  let size = varied.length;
  for (let k = 1; k < varied.length; k += 1) {
    if (apart(varied.slice(0, k)) === apart(keys)) { size = k; break; }
  }
  return rows.map((row) => varied.slice(0, size).map((name) => countsTextOf(page, name, row[name])).filter(Boolean).join(" · "));
}

function countsBesideChart(page, one, rows, keys, toldBy, both) {
  const { chart } = one;
  const where = both ? { basis: "weighted" } : {};
  const units = new Set(rows.map((row) => row.unit));
  const unit = units.size === 1 ? [...units][0] : "number";
  if (chart.kind === "line") {
    const parts = [chart.facet, chart.series].filter((name) => toldBy.includes(name));
    const panel = parts.length ? countsNames(page, rows, parts) : [];
    const facet = new Set(panel).size > 1 ? "_panel" : null;
    return {
      rows: rows.map((row, place) => ({ ...row, _panel: panel[place], _clear: row.verdict === "clear" })),
      chart: { ...chart, series: "slice", where, facet, unit, mark: "_clear", mark_label: page.words.texts["beside.mark"] },
    };
  }
  const facet = toldBy.includes(chart.facet) ? chart.facet : null;
  const kept = toldBy.filter((name) => name !== facet);
  const names = countsNames(page, rows, kept.length ? kept : toldBy);
  return {
    rows: rows.map((row, place) => ({ ...row, _row: countsHeading(page, row, names[place]) })),
    chart: { ...chart, y: "_row", series: "slice", where, facet, unit, order: {}, y_label: keys.includes(chart.y) ? page.words.texts[`label.${chart.y}`] : " " },
  };
}

/** The difference stands in the heading over the two marks of each thing. */
function countsHeading(page, row, name) {
  const known = !Number.isNaN(row.difference);
  const parts = known ? [countsSay(page.words, "beside.difference", { difference: countsGap(page, row, row._unit, "beside.short_interval") })] : [];
  if (["clear", "not in the other"].includes(row.verdict)) parts.push(countsTextOf(page, "verdict", row.verdict));
  return parts.length ? countsSay(page.words, "beside.heading", { what: name, verdict: parts.join(", ") }) : name;
}

function countsGap(page, found, unit, interval) {
  const [value, low, high] = [found.difference, found.difference_low, found.difference_high].map((one) => countsFormat(one, unit, page.words));
  return Number.isNaN(found.difference_low) ? value : `${value} ${countsSay(page.words, interval, { low, high })}`;
}

function countsBesideSentence(page, things, names, disjoint) {
  const fills = { one: names[0], other: names[1] };
  // Shares that mirror each other differ in the last digits only; the first of them leads.
  const doubt = (thing) => (Number.isNaN(thing.difference.p_value) ? 2 : Number(thing.difference.p_value.toPrecision(9)));
  const known = things.filter((thing) => !Number.isNaN(thing.difference.difference));
  const lead = known.reduce((best, thing) => (best === null || doubt(thing) < doubt(best) ? thing : best), null);
  const verdicts = things.map((thing) => thing.difference.verdict);
  const say = (key, more = {}) => countsSay(page.words, `beside.${key}`, { ...fills, ...more });
  if (lead === null) return say(verdicts.every((one) => one === "not in the other") ? "none_in_both" : verdicts.includes("withheld") ? "withheld" : "not_known");
  if (!disjoint) return say("shared", { item: countsItem(page, lead) });
  const tests = things.filter((thing) => !Number.isNaN(thing.difference.p_value)).length;
  const clear = things.filter((thing) => thing.difference.verdict === "clear").sort((a, b) => doubt(a) - doubt(b));
  if (!clear.length) return say(tests <= 1 ? "cannot_tell" : "none_clear", { tests, item: countsItem(page, lead) });
  const listed = clear.slice(0, 3).map((thing) => countsItem(page, thing)).join("; ");
  const more = clear.length > 3 ? countsSay(page.words, "beside.more", { more: clear.length - 3 }) : "";
  return say(tests === 1 ? "clear" : "some_clear", { tests, clear: clear.length, listed, more });
}

function countsItem(page, thing) {
  const [value, valueOther] = thing.sides.map((side) => {
    const base = Number.isNaN(side.base) ? "" : countsSay(page.words, "beside.base", { n: side.base });
    return countsFormat(side.value, side.unit, page.words) + base;
  });
  return countsSay(page.words, thing.what ? "beside.item" : "beside.item_alone", {
    what: thing.what, value, value_other: valueOther, difference: countsGap(page, thing.difference, thing.unit, "beside.interval"),
  });
}

function countsBesideNotes(page, one, other, names, things, disjoint) {
  const fills = { one: names[0], other: names[1] };
  const notes = [countsSay(page.words, "beside.sign", fills)];
  const tests = things.filter((thing) => !Number.isNaN(thing.difference.p_value)).length;
  const count = (verdict) => things.filter((thing) => thing.difference.verdict === verdict).length;
  const periods = (finding) => JSON.stringify(finding.slice.periods);
  if (!disjoint) notes.push(countsSay(page.words, "beside.shared_caveat", fills));
  else if (one.wave !== other.wave || periods(one) !== periods(other)) notes.push(countsSay(page.words, "beside.rounds_caveat"));
  if (tests > 1) notes.push(countsSay(page.words, "beside.correction", { tests }));
  if (count("not in the other")) notes.push(countsSay(page.words, "beside.alone_caveat", { rows: count("not in the other") }));
  if (count("withheld")) notes.push(countsSay(page.words, "beside.withheld_caveat", { rows: count("withheld"), ...fills }));
  return notes;
}

function countsTheirCaveats(one, other, names) {
  const both = one.caveats.filter((text) => other.caveats.includes(text));
  const alone = [one, other].flatMap((finding, place) => finding.caveats.filter((text) => !both.includes(text)).map((text) => `${names[place]}: ${text}`));
  return [...both, ...alone];
}

/** A slice as a short name for a chart. */
function countsTitle(page, slice) {
  const { words } = page;
  const said = (group) => group.map(([, kept]) => kept.join(" / "));
  const parts = said(slice.inside);
  for (const group of slice.apart) parts.push(countsSay(words, "slicer.not", { what: said(group).join(", ") }));
  if (slice.periods !== null) parts.push(slice.periods.map((period) => countsPeriod(period, words.language)).join(" / "));
  if (!slice.weights) parts.push(words.texts["slicer.weights_off"]);
  return parts.join(", ") || words.texts["house.everyone"];
}

/** Who both slices are about together. */
function countsCommon(one, other) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  if (same(one, other)) return one;
  let periods = same(one.periods, other.periods) ? one.periods : null;
  if (periods === null && one.periods !== null && other.periods !== null) periods = slicerSorted([...one.periods, ...other.periods]);
  const [mine, others] = [new Map(one.inside), new Map(other.inside)];
  const apart = [...new Set([...mine.keys(), ...others.keys()])].filter((name) => !same(mine.get(name), others.get(name)));
  const agreed = one.inside.filter(([name]) => !apart.includes(name));
  const plain = same(one.periods, other.periods) && !one.apart.length && !other.apart.length;
  if (apart.length === 1 && mine.has(apart[0]) && others.has(apart[0]) && plain) {
    agreed.push([apart[0], slicerSorted([...mine.get(apart[0]), ...others.get(apart[0])])]);
  }
  return { inside: slicerSorted(agreed), apart: [], periods, weights: one.weights || other.weights };
}

/** Whether nobody can be in both. */
function countsApart(one, other) {
  const meet = (a, b) => a.some((name) => b.includes(name));
  if (one.periods !== null && other.periods !== null && !meet(one.periods, other.periods)) return true;
  const kept = new Map(other.inside);
  if (one.inside.some(([name, levels]) => kept.has(name) && !meet(levels, kept.get(name)))) return true;
  const within = (slice, groups) => {
    const mine = new Map(slice.inside);
    return groups.some((group) => group.every(([name, levels]) => mine.has(name) && mine.get(name).every((level) => levels.includes(level))));
  };
  return within(one, other.apart) || within(other, one.apart);
}
