// gives: countsFormat, countsSay
// Numbers, dates and sentences as cxlib.words writes them, letter by letter.

/** A number with so many decimals, halves to the even digit as Python rounds; thousands apart where `grouped`. */
function countsFixed(value, decimals, grouped = false) {
  const size = Math.abs(value);
  let text = size.toFixed(decimals);
  const exact = size.toFixed(decimals + 30);
  // A tie: the digits that are cut off are 5000...
  if (/50{29}$/.test(exact)) {
    const cut = exact.slice(0, exact.length - 30).replace(/\.$/, "");
    if (Number(cut.at(-1)) % 2 === 0) text = cut;
  }
  if (grouped) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  const negative = value < 0 || Object.is(value, -0);
  return negative ? `-${text}` : text;
}

const COUNTS_UNITS = {
  share: (v) => `${countsFixed(100 * v, 1)}%`,
  whole_share: (v) => `${countsFixed(100 * v, 0)}%`,
  points: (v) => countsFixed(100 * v, 1),
  signed_points: (v) => countsSigned(countsFixed(100 * v, 1)),
  count: (v) => countsFixed(v, 0, true),
  score: (v) => countsFixed(v, 2),
  signed_score: (v) => countsSigned(countsFixed(v, 2)),
  days: (v) => countsFixed(v, 1, true),
  p_value: (v) => (v < 0.001 ? "<0.001" : countsFixed(v, 3)),
  number: (v) => countsFixed(v, 2, true).replace(/0+$/, "").replace(/\.$/, ""),
};

function countsSigned(text) {
  return text.startsWith("-") ? text : `+${text}`;
}

/** A value as people of that language write it; `words` holds {language, currency, decimals, not_known}. */
function countsFormat(value, unit, words) {
  if (!unit || unit === "text") return String(value);
  if (value === null || value === undefined || Number.isNaN(value)) return words.not_known;
  if (unit === "period") return countsPeriod(String(value), words.language);
  if (unit === "date") return words.language === "vi" ? String(value).slice(0, 10).split("-").reverse().join("/") : String(value).slice(0, 10);
  const write = unit === "money" ? (v) => countsFixed(v, words.decimals, true) : COUNTS_UNITS[unit];
  const plain = write(Number(value)).replace(/^-(0(?:\.0+)?%?)$/, "$1");
  const text = words.language === "vi" ? plain.replace(/[,.]/g, (mark) => (mark === "," ? "." : ",")) : plain;
  return unit === "money" ? `${text} ${words.currency}`.trim() : text;
}

/** The sentence `key`, its {name:unit} places filled. */
function countsSay(words, key, values = {}) {
  return words.texts[key].replace(/\{(\w+)(?::(\w+))?\}/g, (_, name, unit) => countsFormat(values[name], unit ?? "", words));
}

function countsPeriod(period, language) {
  const quarter = /^(\d{4})Q([1-4])$/.exec(period);
  if (quarter) return language === "vi" ? `Quý ${quarter[2]}/${quarter[1]}` : `Q${quarter[2]} ${quarter[1]}`;
  const month = /^(\d{4})-(\d{2})$/.exec(period);
  return month && language === "vi" ? `${month[2]}/${month[1]}` : period;
}
