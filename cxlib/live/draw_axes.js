// needs: draw_text
// Axes of numbers: where they end, where their ticks stand, how numbers are written, and that they stay put when asked.

const drawReach = { share: [0, 1], whole_share: [0, 1], points: [-1, 1], count: [0, Infinity], days: [0, Infinity], money: [0, Infinity] };
const drawPlaces = { share: 1, whole_share: 0, points: 1, signed_points: 1, score: 2, signed_score: 2, days: 1, count: 0, money: 0, number: 2, p_value: 3 };

// Numbers of an axis as people of that language write them, with no decimals that say nothing at any of them.
function drawTicksText(values, unit, language) {
  const hundred = ["share", "whole_share", "points", "signed_points"].includes(unit) ? 100 : 1;
  const percent = unit === "share" || unit === "whole_share" ? "%" : "";
  const shown = values.map((value) => value * hundred);
  let decimals = drawPlaces[unit] === undefined ? 2 : drawPlaces[unit];
  const step = shown.length > 1 ? Math.min(...shown.slice(1).map((value, place) => Math.abs(value - shown[place]))) : Math.abs(shown[0] || 1);
  if (step > 0) decimals = Math.max(decimals, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));
  while (decimals > 0 && shown.every((value) => Math.abs(value - Number(value.toFixed(decimals - 1))) < 1e-9 * Math.max(1, Math.abs(value)))) decimals -= 1;
  return shown.map((value) => {
    const fixed = Math.abs(value).toFixed(decimals);
    const [whole, part] = fixed.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "vi" ? "." : ",");
    const nothing = Number(fixed) === 0;
    const sign = nothing ? "" : value < 0 ? "-" : unit.startsWith("signed") ? "+" : "";
    return sign + grouped + (part ? (language === "vi" ? "," : ".") + part : "") + percent;
  });
}

function drawTicks(low, high, most) {
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999999) || 10 * power;
  const found = [];
  for (let place = Math.ceil(low / step - 1e-9); place * step <= high + step * 1e-9; place++) found.push(Math.abs(place) < 1e-12 ? 0 : Number((place * step).toPrecision(12)));
  return found;
}

function drawLogTicks(low, high, most) {
  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const one of [1, 2, 5]) {
      const value = Number((one * 10 ** power).toPrecision(12));
      if (value >= low * 0.9999999 && value <= high * 1.0000001) found.push(value);
    }
  }
  const tens = found.filter((value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9);
  return found.length > most && tens.length > 1 ? tens : found;
}

// A scale from numbers to pixels; `inside` tells where a number lies: -1 below, 0 within, 1 beyond.
function drawScale(limits, from, to, log) {
  const f = log ? Math.log : (value) => value;
  const low = f(limits[0]), span = f(limits[1]) - low || 1;
  const slack = Math.abs(limits[1] - limits[0]) * 1e-9;
  const scale = (value) => from + ((f(log ? Math.max(value, 1e-300) : value) - low) / span) * (to - from);
  scale.limits = limits;
  scale.inside = (value) => (value < limits[0] - slack ? -1 : value > limits[1] + slack ? 1 : 0);
  scale.held = (value) => scale(Math.min(Math.max(value, limits[0]), limits[1]));
  scale.log = log;
  return scale;
}

function drawKnown(values) {
  return values.filter((value) => value !== null && value !== undefined && Number.isFinite(value));
}

function drawEnds(values) {
  const known = drawKnown(values);
  return known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
}

// Ticks that the unit can reach, such as no share below 0%; all where numbers go beyond.
function drawWithin(ticks, unit, values) {
  const reach = drawReach[unit];
  if (!reach || drawKnown(values).some((value) => value < reach[0] || value > reach[1])) return ticks;
  return ticks.filter((value) => value >= reach[0] - 1e-9 && value <= reach[1] + 1e-9);
}

function drawNumbers(panel) {
  return panel.rows.flatMap((row) => [row.value, row.low, row.high]);
}

// Where the axis of estimates ends.
function drawValueLimits(picture, panel) {
  const more = picture.reference === null ? [] : [picture.reference];
  const limits = panel.limits.flatMap((one) => one.points.map((point) => point[1]));
  const bars = picture.kind === "bars" || picture.kind === "funnel";
  if (bars) more.push(0);
  const every = [...drawNumbers(panel), ...more, ...limits];
  let [least, most] = drawEnds(every);
  if (picture.scale === "log") {
    const known = drawKnown(every).filter((value) => value > 0);
    [least, most] = known.length ? [Math.min(...known), Math.max(...known)] : [1, 1];
    const pad = 1.15 * (most / least) ** 0.04;
    return [least / pad, most * pad];
  }
  const pad = 0.07 * (most - least) || 0.5 * Math.abs(most) || 0.5;
  return [bars && least === 0 ? 0 : least - pad, most + pad];
}

function drawAcrossLimits(picture, panel, few) {
  const at = panel.rows.map((row) => row.at);
  const more = picture.kind === "scatter" ? [...panel.rows.flatMap((row) => [row.x_low, row.x_high]), picture.x_reference] : [];
  const [least, most] = drawEnds([...at, ...more]);
  if (most <= least) { const wide = 0.5 * Math.abs(most) || 0.5; return [least - wide, most + wide]; }
  const pad = (picture.kind === "scatter" ? 0.05 : few ? 0.03 : 0) * (most - least);
  return [least - pad, most + pad];
}

// Axes for each panel: those handed in where they are of the same chart, else new ones; panels of one measure share them.
// `roomy`: new axes leave space for the slices to come, so that they can stay put.
function drawAxes(picture, held, roomy) {
  const sign = [picture.kind, picture.scale, picture.panels.map((panel) => panel.unit).join(",")].join("|");
  const keep = held && held.sign.split("|").slice(0, 2).join("|") === sign.split("|").slice(0, 2).join("|") ? held.panels : {};
  const found = {};
  picture.panels.forEach((panel, number) => {
    const name = panel.title || String(number);
    const old = keep[name];
    found[name] = old && old.unit === panel.unit ? drawKept(old, panel) : drawNew(picture, panel, roomy);
  });
  if (picture.same_scale) drawShare(picture, found);
  return { sign, panels: found };
}

function drawRoomier([least, most], picture, unit) {
  const more = 0.5 * (most - least), reach = drawReach[unit] || [-Infinity, Infinity];
  const bars = (picture.kind === "bars" || picture.kind === "funnel") && least === 0;
  const low = bars ? 0 : Math.max(least - more, Math.min(least, reach[0] - 0.02)), high = Math.min(most + more, Math.max(most, reach[1] + 0.02));
  return [low, high];
}

function drawNew(picture, panel, roomy) {
  const places = panel.places && panel.places.map((place) => place.name);
  const made = { unit: panel.unit, value: drawValueLimits(picture, panel), across: null, places, fresh: true };
  if (roomy && picture.scale !== "log") made.value = drawRoomier(made.value, picture, panel.unit);
  if (picture.kind === "calibration") {
    const [least, most] = drawEnds([0, ...drawNumbers(panel), ...panel.rows.map((row) => row.at)]);
    made.value = [Math.min(0, least), most * 1.06 || 1];
    made.across = [0, most * 1.06 || 1];
  } else if (!panel.places) made.across = drawAcrossLimits(picture, panel, drawFew(panel).length <= 12);
  if (picture.kind === "heatmap") made.value = drawShades(picture, panel);
  return made;
}

// The old axes; names keep their places while no new one comes.
function drawKept(old, panel) {
  const names = panel.places && panel.places.map((place) => place.name);
  const same = names && old.places && names.every((name) => old.places.includes(name));
  return { ...old, places: same ? old.places : names, fresh: false };
}

function drawShare(picture, found) {
  const parts = Object.values(found);
  if (picture.kind === "heatmap" || picture.kind === "calibration" || parts.some((one) => !one.fresh)) return;
  const value = [Math.min(...parts.map((one) => one.value[0])), Math.max(...parts.map((one) => one.value[1]))];
  for (const one of parts) one.value = value;
  if (picture.kind !== "scatter") return;
  const across = [Math.min(...parts.map((one) => one.across[0])), Math.max(...parts.map((one) => one.across[1]))];
  for (const one of parts) one.across = across;
}

function drawFew(panel) {
  return [...new Set(drawKnown(panel.rows.map((row) => row.at)))].sort((one, other) => one - other);
}

// From the least to the most; as far to both sides of the reference where there is one.
function drawShades(picture, panel) {
  const known = drawKnown(panel.rows.map((row) => row.value));
  const [least, most] = drawEnds(known);
  if (picture.reference === null || !known.length) return [least, most > least ? most : least + 1];
  if (picture.scale === "log" && picture.reference > 0 && known.every((value) => value > 0)) {
    const far = Math.max(...known.map((value) => Math.exp(Math.abs(Math.log(value / picture.reference)))), 1.01);
    return [picture.reference / far, picture.reference * far];
  }
  const far = Math.max(...known.map((value) => Math.abs(value - picture.reference))) || 1;
  return [picture.reference - far, picture.reference + far];
}
