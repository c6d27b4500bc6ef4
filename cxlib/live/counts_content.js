// gives: countsContent
// needs: slicer, counts_words
// What a finding of a page looks like: the content and the picture of cxlib.live, made in the page.

const COUNTS_MOST_PANELS = 8;
const COUNTS_MOST_LINES = 40;
const COUNTS_SELF_SCALED = ["metric", "question", "signal"]; // panels of these show different things
const COUNTS_ESTIMATE = ["value", "low", "high", "base", "effective_base"];

/** The content of a finding. */
function countsContent(page, finding) {
  const { words } = page;
  const shown = countsSliceWords(page, finding.slice);
  const alt = [finding.question, finding.sentence].filter((text) => text.trim()).join(" ");
  return {
    name: finding.name, key: finding.key, language: words.language, status: finding.status, status_text: words.texts[`live.status.${finding.status}`],
    question: finding.question, sentence: finding.sentence, slice: slicerWrite(finding.slice), slice_words: shown,
    base: finding.base, n: countsSay(words, "house.base", { n: finding.base }), caveats: finding.caveats, next_step: finding.next_step ?? "", owner: finding.owner,
    alt, notes: countsNotes(page, finding, shown), picture: countsPicture(page, finding, alt, shown), image: null, table: countsTable(page, finding),
  };
}

/** The slice for people; after four levels, how many more. */
function countsSliceWords(page, slice) {
  const { words } = page;
  const label = (name) => page.labels[name] ?? name;
  const said = (kept) => kept.slice(0, 4).join(", ") + (kept.length > 4 ? ` +${kept.length - 4}` : "");
  const parts = slice.inside.map(([name, kept]) => `${label(name)}: ${said(kept)}`);
  for (const group of slice.apart) {
    const named = group.map(([name, kept]) => `${label(name)}: ${said(kept)}`).join(" · ");
    parts.push(countsSay(words, "house.not_in", { group: named || words.texts["house.everyone"] }));
  }
  if (slice.periods !== null) parts.push(`${words.texts["label.period"]}: ${said(slice.periods.map((one) => countsPeriod(one, words.language)))}`);
  if (!slice.weights) parts.push(words.texts["house.weights_off"]);
  return parts.join(" · ") || words.texts["house.everyone"];
}

function countsNotes(page, finding, shown) {
  const { words } = page;
  const notes = { [words.texts["live.note.base"]]: countsFormat(finding.base, "count", words), [words.texts["live.note.slice"]]: shown };
  for (const [name, value] of Object.entries(page.notes)) {
    notes[words.texts[`live.note.${name}`]] = name === "wave" ? countsPeriod(finding.wave, words.language) : value;
  }
  notes[words.texts["live.note.finding"]] = finding.key;
  return notes;
}

function countsTable(page, finding) {
  if (!finding.columns.length) return { head: [], rows: [], more: 0 };
  const rows = finding.rows.slice(0, 200).map((row) => finding.columns.map((column) => countsCell(page, finding, column, row)));
  return { head: finding.columns.map((column) => page.words.texts[`label.${column}`] ?? column), rows, more: Math.max(0, finding.rows.length - 200) };
}

function countsCell(page, finding, column, row) {
  const { words } = page;
  const value = row[column];
  if (row.withheld && (COUNTS_ESTIMATE.includes(column) || Number.isNaN(value))) return words.texts["house.withheld"];
  if (["value", "low", "high"].includes(column)) return countsFormat(value, row.unit || finding.unit, words);
  let unit = finding.formats[column] ?? (["base", "effective_base"].includes(column) ? "count" : "");
  if (unit.startsWith("@")) unit = row[unit.slice(1)];
  if (unit) return countsFormat(value, unit, words);
  if (typeof value === "boolean") return words.texts[value ? "house.yes" : "house.no"];
  if (typeof value === "number") return Number.isNaN(value) ? "" : countsFormat(value, "number", words);
  return countsTextOf(page, column, value);
}

/** A text of the table as people read it. */
function countsTextOf(page, column, value) {
  const { words } = page;
  const own = words.texts[`value.${column}.${value}`];
  if (own !== undefined) return own;
  if (value === "not known") return words.not_known;
  return column === "period" || column === "wave" ? countsPeriod(value, words.language) : value;
}

/** A text on a chart; a very long one is cut. */
function countsShort(page, column, value) {
  const letters = [...countsTextOf(page, column, value)];
  return letters.length <= 90 ? letters.join("") : `${letters.slice(0, 89).join("").trimEnd()}…`;
}

/** The chart as data. */
function countsPicture(page, finding, alt, shown) {
  const { chart } = finding;
  if (chart.kind === "none" || !finding.rows.length) return null;
  const rows = countsDrawn(finding);
  if (!rows.some((row) => Number.isFinite(row.value))) return null;
  const series = countsSeries(page, chart, rows);
  const groups = chart.facet ? [...new Set(rows.map((row) => row[chart.facet]))] : [null];
  const panels = [];
  let leftOut = Math.max(0, groups.length - COUNTS_MOST_PANELS);
  for (const group of groups.slice(0, COUNTS_MOST_PANELS)) {
    const mine = group === null ? rows : rows.filter((row) => row[chart.facet] === group);
    const names = [...new Set(mine.map((row) => row[chart.y]))];
    const cut = chart.kind !== "line" && names.length > COUNTS_MOST_LINES ? new Set(names.slice(0, COUNTS_MOST_LINES)) : null;
    leftOut += cut ? names.length - COUNTS_MOST_LINES : 0;
    const part = cut ? mine.filter((row) => cut.has(row[chart.y])) : mine;
    panels.push({ title: group === null ? "" : countsShort(page, chart.facet, group), ...countsPanel(page, finding, part, series) });
  }
  const { texts } = page.words;
  const foot = [countsSay(page.words, "house.base", { n: finding.base }), shown];
  if ((chart.reference ?? null) !== null && chart.reference_label) foot.push(countsSay(page.words, "chart.reference", { name: chart.reference_label }));
  if (leftOut) foot.push(countsSay(page.words, "chart.left_out", { n: leftOut }));
  return {
    kind: chart.kind, language: page.words.language, alt, foot: foot.join(" · "), scale: "linear", reference: chart.reference ?? null, x_reference: null,
    reference_label: chart.reference_label ?? "", corners: [], mark_label: chart.mark_label ?? "", band_label: "",
    same_scale: new Set(panels.map((one) => one.unit)).size === 1 && !COUNTS_SELF_SCALED.includes(chart.facet),
    words: { partial: texts["chart.partial"], equal: texts["chart.equal"], hatched: texts["chart.hatched"], withheld: texts["house.withheld"] },
    series: series.map(({ value, ...one }) => one), panels,
  };
}

function countsDrawn(finding) {
  const { where = {}, order = {} } = finding.chart;
  const rows = finding.rows.filter((row) => Object.entries(where).every(([column, text]) => row[column] === text));
  for (const [column, texts] of Object.entries(order).reverse()) rows.sort((a, b) => texts.indexOf(a[column]) - texts.indexOf(b[column]));
  return rows;
}

function countsSeries(page, chart, rows) {
  const kinds = chart.series ? [...new Set(rows.map((row) => row[chart.series]))] : [];
  if (!kinds.length) return [{ name: "", look: 0, dashed: false, grey: false, value: null }];
  const alone = kinds.length === 1 && chart.kind === "line";
  return kinds.map((value, look) => ({ name: alone ? "" : countsShort(page, chart.series, value), look, dashed: false, grey: false, value }));
}

function countsPanel(page, finding, rows, series) {
  const { chart } = finding;
  const lined = chart.kind === "line";
  const column = lined ? chart.x : chart.y;
  const units = new Set(rows.map((row) => row.unit).filter(Boolean));
  const unit = units.size === 1 ? [...units][0] : chart.unit !== "number" ? chart.unit : finding.unit;
  const number = (row) => (series.length === 1 ? 0 : series.findIndex((one) => one.value === row[chart.series]));
  const places = [...new Set(rows.map((row) => row[column]))];
  const given = lined ? chart.x_label : chart.y_label;
  return {
    unit, currency: page.words.currency, value_label: countsValueLabel(page, finding, rows, unit),
    place_label: given || (page.words.texts[`label.${column}`] ?? ""), place_unit: "", n: countsBaseRange(page, rows),
    names: lined && series.length > 1 ? series.map((_, place) => countsBaseRange(page, rows.filter((row) => number(row) === place))) : [],
    places: places.map((value) => {
      const mine = rows.filter((row) => row[column] === value);
      const n = lined && series.length <= 1 ? countsBase(page, mine[0]) : "";
      return { name: countsShort(page, column, value), n, partial: mine.some((row) => row.complete === false) };
    }),
    limits: [],
    rows: rows.map((row) => ({
      place: places.indexOf(row[column]), series: number(row), value: countsPlain(row.value), low: countsPlain(row.low), high: countsPlain(row.high),
      text: countsEstimateText(page, row, unit), n: countsBase(page, row), whole: row.complete !== false, hidden: Boolean(row.withheld),
      ...(chart.mark ? { mark: Boolean(row[chart.mark]) && Number.isFinite(row.value) } : {}),
    })),
  };
}

function countsPlain(value) {
  return Number.isFinite(value) ? value : null;
}

function countsBase(page, row) {
  return Number.isFinite(row.base) ? countsSay(page.words, "house.base", { n: row.base }).replace(/ /g, "\u00a0") : "";
}

/** The smallest and largest base of some rows. */
function countsBaseRange(page, rows) {
  const n = rows.filter((row) => Number.isFinite(row.base) && (Number.isFinite(row.value) || row.base > 0)).map((row) => row.base);
  if (!n.length) return "";
  const ends = [Math.min(...n), Math.max(...n)].map((end) => countsFormat(end, "count", page.words));
  return ends[0] === ends[1] ? `n = ${ends[0]}` : `n = ${ends[0]} – ${ends[1]}`;
}

function countsEstimateText(page, row, usual) {
  if (row.withheld) return page.words.texts["house.withheld"];
  const unit = row.unit || usual;
  const text = countsFormat(row.value, unit, page.words);
  if (![row.value, row.low, row.high].every(Number.isFinite) || (row.low === row.high && unit === "share")) return text;
  const mark = ` ${page.words.currency}`;
  const [low, high] = [row.low, row.high].map((end) => {
    const said = countsFormat(end, unit, page.words);
    return page.words.currency && said.endsWith(mark) ? said.slice(0, -mark.length) : said;
  });
  return `${text}  (${low} – ${high})`;
}

/** What the axis of estimates shows, with its unit. */
function countsValueLabel(page, finding, rows, unit) {
  const { chart } = finding;
  let text = (chart.kind === "line" ? chart.y_label : chart.x_label) || "";
  const metrics = new Set(rows.map((row) => row.metric));
  if (!text && metrics.size === 1 && rows[0].metric !== undefined) {
    text = countsTextOf(page, "metric", rows[0].metric).replaceAll(" (", ": ").replace(/\)+$/, "");
    text = text.slice(0, 1).toUpperCase() + text.slice(1);
  }
  const name = unit === "money" ? page.words.currency : page.words.texts[`chart.unit.${unit}`] ?? "";
  if (!name || text.endsWith(")")) return text;
  return text ? `${text} (${name})` : name.slice(0, 1).toUpperCase() + name.slice(1);
}
