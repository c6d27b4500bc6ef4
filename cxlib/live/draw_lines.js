// needs: draw_text, draw_axes, draw_rows
// Estimates along an ordered axis: trends with what is to come, curves, and predicted against observed.

function drawLines(group, at) {
  const { picture, panel, axes, size } = at;
  const lines = drawLineSeries(at);
  const blanks = panel.places ? drawBlanks(at) : [];
  const plan = drawLinePlan(at, lines, blanks);
  const up = drawScale(axes.value, plan.floor, plan.top, picture.scale === "log");
  const across = plan.across;
  drawUpAxis(group, at, up, plan);
  plan.below(group);
  drawLimits(group, at, across, up, plan);
  drawReference(group, at, up, plan);
  const clip = drawClip(at, plan.left, plan.top - size * 0.2, plan.right - plan.left, plan.floor - plan.top + size * 0.4);
  lines.forEach((line) => drawOneLine(group, at, line, lines, across, up, clip));
  if (panel.places) drawBlankWords(group, at, lines, blanks, across, plan);
  if (plan.names) drawEndNames(group, at, lines, across, up, plan);
  return plan.height;
}

// The lines of a panel, their rows in order, and how far beside their place they stand so that intervals do not cover one another.
function drawLineSeries(at) {
  const { picture, panel, axes } = at;
  const dashes = !picture.series.some((one) => one.dashed);
  const kinds = picture.series.length, together = !panel.places || (!dashes && kinds === 2);
  const order = panel.places && panel.places.map((place) => (axes.places || []).indexOf(place.name));
  return picture.series.map((one, number) => {
    const apart = together ? 0 : (number - (kinds - 1) / 2) * Math.min(0.1, 0.5 / kinds);
    const rows = panel.rows.filter((row) => row.series === number)
      .map((row) => ({ ...row, x: order ? order[row.place] + apart : row.at })).sort((row, other) => row.x - other.x);
    return { ...one, number, rows, drawing: drawLook(one, !dashes) , n: panel.names[number] || "" };
  }).filter((line) => line.rows.length);
}

function drawLinePlan(at, lines, blanks) {
  const { picture, panel, axes, size, width } = at;
  const few = drawFew(panel).length <= 12;
  const ticks = drawTicks(axes.value[0], axes.value[1], 5);
  const known = panel.rows.some((row) => row.value !== null);
  const within = known ? drawWithin(picture.scale === "log" ? drawLogTicks(axes.value[0], axes.value[1], 6) : ticks, panel.unit, drawNumbers(panel)) : [];
  const text = drawTicksText(within, panel.unit, at.language);
  const left = Math.max(0, ...text.map((one) => drawWide(one, size))) + size * 0.8;
  const names = !at.keyed && lines.length > 1 ? lines.map((line) => [...drawWrap(line.name, width * 0.24, size, 2), ...(line.n ? drawWrap(line.n, width * 0.24, size, 2) : [])]) : null;
  const beside = names ? Math.max(...names.flat().map((one) => drawWide(one, size))) + size * 2.2 : size * 0.8;
  const plan = { left, right: width - beside, ticks: within, text, names, label: drawWrap(panel.value_label, width, size, 2) };
  plan.top = plan.label.length * size * 1.25 + size * 0.7;
  const tall = picture.kind === "calibration" ? Math.min(plan.right - left, size * 26) : Math.min(Math.max(size * 12, (plan.right - left) * 0.42), size * (at.title ? 15 : 21));
  plan.floor = plan.top + Math.max(tall, names ? names.length * size * 2.7 : 0);
  const words = blanks.map((blank) => drawWide(blank.word, size));
  const each = panel.places ? (plan.right - left) / axes.places.length : 0;
  blanks.forEach((blank, place) => { blank.level = words[place] <= each * (blank.last - blank.first + 1) * 0.95; });
  plan.strip = blanks.length ? Math.max(...blanks.map((blank, place) => (blank.level ? size * 1.3 : words[place] + size * 0.4))) : 0;
  plan.bottom = plan.floor + plan.strip + (blanks.length && lines.length > 1 ? size * 0.8 : 0);
  plan.across = panel.places ? (x) => left + (x + 0.5) * each : drawScale(axes.across, left + size * 0.3, plan.right - size * 0.3, false);
  const below = panel.places ? drawPlaceAxis(at, plan, each) : drawNumberAxis(at, plan, few);
  plan.below = below.draw;
  plan.height = plan.bottom + below.tall;
  return plan;
}

function drawUpAxis(group, at, up, plan) {
  const { size, panel } = at;
  drawText(group, 0, size * 1.05, plan.label, { size, fill: drawGrey, name: "cx-value-name", full: panel.value_label });
  plan.ticks.forEach((value, number) => {
    const y = up(value);
    drawNode(group, "path", { d: `M${drawRound(plan.left)} ${drawRound(y)}H${drawRound(plan.right)}`, class: "cx-grid" });
    drawText(group, plan.left - size * 0.5, y + size * 0.36, plan.text[number], { size, anchor: "end", name: "cx-tick" });
  });
  drawNode(group, "path", { d: `M${drawRound(plan.left)} ${drawRound(plan.bottom)}H${drawRound(plan.right)}`, class: "cx-axis" });
}

// Names of places below the axis: on one line, else broken at spaces, else only every second, third, ...
function drawPlaceAxis(at, plan, each) {
  const { panel, axes, size, picture, width } = at;
  const here = new Map(panel.places.map((place) => [place.name, place]));
  const whole = axes.places.map((name) => { const place = here.get(name) || {}; return [name, place.n || "", place.partial ? picture.words.partial : ""].filter(Boolean); });
  const broken = whole.map((parts) => parts.flatMap((part) => (part.startsWith("n\u00a0=") || part.startsWith("n =") ? [part] : part.split(" "))));
  const wide = (lists) => Math.max(...lists.flat().map((one) => drawWide(one, size))) + size * 0.7;
  let texts = whole, every = 1;
  if (wide(whole) > each) {
    if (wide(broken) <= each) texts = broken;
    else { texts = wide(broken) < wide(whole) * 0.7 ? broken : whole; every = Math.ceil(wide(texts) / each); }
  }
  const count = axes.places.length;
  const shown = axes.places.map((_, place) => place).filter((place) => (count - 1 - place) % every === 0);
  const lines = Math.max(...shown.map((place) => texts[place].length));
  const draw = (group) => {
    axes.places.forEach((_, place) => drawNode(group, "path", { d: `M${drawRound(plan.across(place))} ${drawRound(plan.bottom)}v${drawRound(size * 0.25)}`, class: "cx-axis" }));
    for (const place of shown) {
      const room = Math.max(each * every - size * 0.5, size * 3), parts = texts[place].map((one) => drawShorten(one, room, size));
      const half = drawHalf(parts, size), x = Math.min(Math.max(plan.across(place), half), width - half);
      drawText(group, x, plan.bottom + size * 1.35, parts, { size, anchor: "middle", name: "cx-place", full: texts[place].join(" ") });
    }
    if (!at.title) drawText(group, (plan.left + plan.right) / 2, plan.bottom + size * (1.75 + 1.2 * lines), drawShorten(panel.place_label, width, size), { size, anchor: "middle", fill: drawGrey, name: "cx-axis-name" });
  };
  return { draw, tall: size * (0.9 + 1.2 * lines + (at.title ? 0 : 1.2)) };
}

// Numbers below the axis: every number of the table where they are few and have room.
function drawNumberAxis(at, plan, few) {
  const { panel, axes, size, picture, language, width } = at;
  const unit = picture.kind === "calibration" ? panel.unit : panel.place_unit;
  const known = drawFew(panel).filter((value) => !plan.across.inside(value));
  const choices = [];
  if (few && picture.kind === "line") choices.push(known);
  for (let most = 7; most >= 1; most--) choices.push(drawWithin(drawTicks(axes.across[0], axes.across[1], most), unit, panel.rows.map((row) => row.at)));
  const fits = (values) => {
    const texts = drawTicksText(values, unit, language);
    const wide = Math.max(0, ...texts.map((one) => drawWide(one, size)));
    return values.every((value, place) => !place || plan.across(value) - plan.across(values[place - 1]) >= wide + size * 0.7);
  };
  const ticks = choices.find(fits) || [];
  const texts = drawTicksText(ticks, unit, language), label = drawWrap(panel.place_label, width, size, 2);
  if (picture.kind === "calibration" && panel.n) label.push(at.each);
  const draw = (group) => {
    ticks.forEach((value, place) => {
      const x = plan.across(value), half = drawWide(texts[place], size) / 2;
      drawNode(group, "path", { d: `M${drawRound(x)} ${drawRound(plan.bottom)}v${drawRound(size * 0.25)}`, class: "cx-axis" });
      drawText(group, Math.min(Math.max(x, half), width - half), plan.bottom + size * 1.35, texts[place], { size, anchor: "middle", name: "cx-place" });
    });
    const half = drawHalf(label, size), middle = Math.min(Math.max((plan.left + plan.right) / 2, half), Math.max(half, width - half));
    drawText(group, middle, plan.bottom + size * 2.8, label, { size, anchor: "middle", fill: drawGrey, name: "cx-axis-name", full: label.join(" ") });
  };
  return { draw, tall: size * (2 + 1.2 * label.length) };
}

function drawClip(at, x, y, width, height) {
  const name = `cx-clip-${++drawCount}`;
  const defs = at.svg.querySelector("defs") || drawNode(at.svg, "defs");
  drawNode(drawNode(defs, "clipPath", { id: name }), "rect", { x, y, width: Math.max(0, width), height: Math.max(0, height) });
  return `url(#${name})`;
}

function drawOneLine(group, at, line, lines, across, up, clip) {
  const { picture, panel, size } = at, look = line.drawing, measured = !panel.places;
  const solid = lines.filter((one) => !one.dashed), line_ = picture.kind === "line";
  const band = line_ && (measured || line.dashed || solid.length === 1 || Boolean(picture.band_label));
  const bars = !line_ || !(measured || line.dashed || picture.band_label);
  const from = line.dashed && solid.length === 1 ? drawLast(solid[0]) : null;
  const rows = from && line.rows.length && from.x < line.rows[0].x ? [{ ...from, low: from.value, high: from.value, joint: true }, ...line.rows] : line.rows;
  const inside = drawNode(group, "g", { "clip-path": clip });
  if (band) drawBand(inside, rows, across, up, look.color, !bars && (line.dashed || Boolean(picture.band_label)));
  drawPath(inside, rows.map((row) => [row.x, row.value]), across, up, { stroke: look.color, "stroke-width": Math.max(1.6, size * 0.14), "stroke-dasharray": look.dash.split(" ").filter(Boolean).map((one) => one * size * 0.13).join(" "), class: "cx-line" });
  const marks = !measured || line.rows.length <= 12 || !line_;
  for (const row of line.rows) {
    if (row.value === null) continue;
    const x = across(row.x);
    if (bars && row.low !== null && row.high !== null) drawUpright(group, x, up, row, look.color, size);
    if (up.inside(row.value)) drawBeyond(group, x, up.held(row.value), up.inside(row.value) < 0 ? "down" : "up", size, look.color, drawPointTitle(at, line, row));
    else if (row.mark) drawShape(group, x, up(row.value), { color: drawMark, edge: drawInk, shape: "cross" }, size * 1.3, false, "cx-marked", drawPointTitle(at, line, row));
    else if (marks) drawShape(group, x, up(row.value), look, size, !row.whole, "cx-dot", drawPointTitle(at, line, row));
  }
}

function drawPointTitle(at, line, row) {
  const place = at.panel.places ? at.panel.places[row.place].name : drawTicksText([row.at], at.panel.place_unit, at.language)[0];
  return [line.name, place, row.label, row.text, row.n].filter(Boolean).join(" · ");
}

function drawUpright(group, x, up, row, color, size) {
  drawNode(group, "path", { d: `M${drawRound(x)} ${drawRound(up.held(row.low))}V${drawRound(up.held(row.high))}`, stroke: color, "stroke-width": Math.max(1.4, size * 0.12), class: "cx-interval" });
  if (up.inside(row.high) > 0) drawBeyond(group, x, up.held(row.high), "up", size * 0.6, color);
  if (up.inside(row.low) < 0) drawBeyond(group, x, up.held(row.low), "down", size * 0.6, color);
}

function drawLast(line) {
  const known = line.rows.filter((row) => row.value !== null);
  return known.length ? known[known.length - 1] : null;
}

function drawPath(group, points, across, up, look) {
  let path = "", open = false;
  for (const [x, value] of points) {
    if (value === null) { open = false; continue; }
    path += `${open ? "L" : "M"}${drawRound(across(x))} ${drawRound(drawNear(up(value)))}`;
    open = true;
  }
  if (path) drawNode(group, "path", { d: path, fill: "none", ...look });
}

function drawNear(value) {
  return Math.min(Math.max(value, -1e5), 1e5);
}

// What lies between low and high; a single known point between unknown ones is an upright line.
function drawBand(group, rows, across, up, color, edged) {
  const runs = [[]];
  for (const row of rows) {
    if (row.low === null || row.high === null || row.value === null) runs.push([]);
    else runs[runs.length - 1].push(row);
  }
  for (const run of runs) {
    if (!run.length) continue;
    const point = (row, side) => `${drawRound(across(row.x))} ${drawRound(drawNear(up(row[side])))}`;
    if (run.length === 1) {
      if (edged) drawNode(group, "path", { d: `M${point(run[0], "low")}L${point(run[0], "high")}`, stroke: color, "stroke-width": 6, opacity: 0.3, class: "cx-band" });
      continue;
    }
    const over = run.map((row) => point(row, "high")).join("L"), under = run.map((row) => point(row, "low")).reverse().join("L");
    drawNode(group, "path", { d: `M${over}L${under}Z`, fill: color, opacity: 0.15, class: "cx-band" });
    if (edged) for (const side of ["low", "high"]) drawNode(group, "path", { d: "M" + run.map((row) => point(row, side)).join("L"), fill: "none", stroke: color, opacity: 0.7, class: "cx-band-edge" });
  }
}

function drawLimits(group, at, across, up, plan) {
  const clip = at.panel.limits.length ? drawClip(at, plan.left, plan.top, plan.right - plan.left, plan.floor - plan.top) : "";
  for (const one of at.panel.limits) {
    const names = at.panel.places && at.panel.places.map((place) => at.axes.places.indexOf(place.name));
    const inside = drawNode(group, "g", { "clip-path": clip });
    drawPath(inside, one.points.map(([x, value]) => [names ? names[x] : x, value]), across, up, { stroke: drawGrey, "stroke-width": 1.4, "stroke-dasharray": drawLimitDash(one.look), class: "cx-limit" });
  }
}

function drawLimitDash(look) {
  return ["", "2 2", "8 3 2 3", "12 4"][look % 4];
}

function drawReference(group, at, up, plan) {
  const { picture } = at;
  if (picture.kind === "calibration") {
    const [low, high] = [Math.max(at.axes.across[0], at.axes.value[0]), Math.min(at.axes.across[1], at.axes.value[1])];
    drawPath(group, [[low, low], [high, high]], plan.across, up, { class: "cx-reference" });
  }
  if (picture.reference !== null && !up.inside(picture.reference)) {
    drawNode(group, "path", { d: `M${drawRound(plan.left)} ${drawRound(up(picture.reference))}H${drawRound(plan.right)}`, class: "cx-reference" });
  }
  if (picture.x_reference !== null && !plan.across.inside(picture.x_reference)) {
    drawNode(group, "path", { d: `M${drawRound(plan.across(picture.x_reference))} ${drawRound(plan.top)}V${drawRound(plan.floor)}`, class: "cx-reference" });
  }
}

// What stands where nothing is drawn; neighbours that say the same say it once.
function drawBlanks(at) {
  const { panel, axes } = at, found = [];
  const order = panel.places.map((place) => axes.places.indexOf(place.name));
  const here = new Map();
  for (const row of panel.rows) here.set(order[row.place], [...(here.get(order[row.place]) || []), row]);
  for (const place of [...here.keys()].sort((one, other) => one - other)) {
    const rows = here.get(place), hidden = rows.find((row) => row.hidden);
    const word = hidden ? hidden.text : rows.every((row) => row.value === null) ? rows[0].text : "";
    const before = found[found.length - 1];
    if (before && before.word === word && before.last === place - 1) before.last = place;
    else found.push({ word, first: place, last: place });
  }
  return found.filter((blank) => blank.word);
}

function drawBlankWords(group, at, lines, blanks, across, plan) {
  const { size } = at;
  for (const blank of blanks) {
    const x = (across(blank.first) + across(blank.last)) / 2;
    if (blank.last > blank.first) drawNode(group, "path", { d: `M${drawRound(across(blank.first - 0.3))} ${drawRound(plan.bottom - 2)}H${drawRound(across(blank.last + 0.3))}`, class: "cx-axis" });
    drawText(group, blank.level ? x : x + size * 0.36, plan.bottom - size * 0.4, blank.word, { size, italic: true, fill: drawGrey, anchor: blank.level ? "middle" : "start", turn: blank.level ? 0 : -90, name: "cx-estimate" });
  }
  if (lines.length > 1) for (const line of lines) for (const row of line.rows) {
    if (row.hidden) drawShape(group, across(row.x), plan.bottom - plan.strip - size * 0.2, line.drawing, size * 0.7, false, "cx-withheld", drawPointTitle(at, line, row));
  }
}

// Names beside the axes, nearest to the ends of their lines at which none covers another.
function drawEndNames(group, at, lines, across, up, plan) {
  const { size } = at;
  const wanted = lines.map((line, place) => {
    const end = drawLast(line), tall = plan.names[place].length * size * 1.2 + size * 0.3;
    return { line, end, tall, text: plan.names[place], y: end ? up.held(end.value) : plan.bottom };
  }).sort((one, other) => one.y - other.y);
  let floor = -Infinity;
  for (const one of wanted) { one.y = Math.max(one.y, floor + one.tall / 2, one.tall / 2); floor = one.y + one.tall / 2; }
  let ceiling = plan.bottom + size;
  for (const one of wanted.slice().reverse()) { one.y = Math.min(one.y, ceiling - one.tall / 2); ceiling = one.y - one.tall / 2; }
  for (const one of wanted) {
    const x = plan.right + size * 0.9;
    if (one.end) drawNode(group, "path", { d: `M${drawRound(across(one.end.x) + size * 0.5)} ${drawRound(up.held(one.end.value))}L${drawRound(x - size * 0.4)} ${drawRound(one.y)}`, stroke: one.line.drawing.color, class: "cx-leader" });
    drawShape(group, x, one.y, one.line.drawing, size, false, "cx-key-sign");
    drawText(group, x + size * 0.7, one.y - (one.text.length - 1) * size * 0.6 + size * 0.36, one.text, { size, name: "cx-series", full: [one.line.name, one.line.n].filter(Boolean).join(" ") });
  }
}
