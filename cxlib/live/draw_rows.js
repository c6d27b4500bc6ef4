// needs: draw_text, draw_axes
// One line of text for each estimate: dots with intervals, bars, funnels.

function drawRows(group, at) {
  const lines = drawRowLines(at);
  const place = drawRowPlan(at, lines);
  const { picture, panel, axes, size } = at;
  const scale = drawScale(axes.value, place.left, place.right, picture.scale === "log");
  let y = place.top;
  for (const line of lines) { line.top = y; y += line.tall; }
  drawRowAxis(group, at, scale, place, y);
  const funnel = picture.kind === "funnel" && lines.every((line) => line.series === 0 && line.row);
  lines.forEach((line, number) => {
    drawRowNames(group, at, line, place);
    if (!line.row) return;
    const middle = place.stacked ? line.top + line.tall - size * 0.95 : line.top + line.tall / 2;
    const before = funnel && number ? lines[number - 1].row : null;
    if (before && before.value !== null && line.row.value !== null) drawBar(group, at, scale, before, middle, "#ececec", "cx-before");
    if (line.row.value !== null) drawRowMark(group, at, scale, line, middle);
    drawRowText(group, at, line, place, middle);
  });
  return y + place.bottom;
}

// The lines of the chart: a heading for each category where there are several series.
function drawRowLines(at) {
  const { picture, panel } = at;
  const single = picture.series.length === 1 && !picture.series[0].name;
  const name = (text, row) => ({ text, n: row ? row.n : "", row, series: row ? row.series : 0 });
  if (single) return panel.rows.map((row) => name(panel.places[row.place].name, row));
  const order = at.axes.places || panel.places.map((one) => one.name);
  return panel.places.slice().sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name)).flatMap((one) => {
    const mine = panel.rows.filter((row) => panel.places[row.place] === one);
    return mine.length ? [name(one.name, null), ...mine.map((row) => name(picture.series[row.series].name, row))] : [];
  });
}

// Where things stand: names at the left, texts at the right; above one another where that leaves no room for the marks.
function drawRowPlan(at, lines) {
  const { size, width, panel, picture } = at;
  const numbers = lines.filter((line) => line.row);
  const text = Math.max(0, ...numbers.map((line) => drawWide(line.row.text, size))) + size * 0.7;
  const whole = Math.max(...lines.map((line) => drawWide(drawRowName(line), size, !line.row)));
  const names = Math.min(whole, width * 0.36) + size * 0.7;
  const stacked = width - names - text < Math.max(10 * size, width * 0.3);
  const room = stacked ? width : names - size * 0.7;
  for (const line of lines) {
    const nextTo = stacked && line.row ? drawWide(line.row.text, size) + size : 0;
    line.beside = nextTo && drawWide(drawRowName(line), size) <= room - nextTo;
    line.lines = drawRowWrap(line, line.beside ? room - nextTo : room, size);
    const told = line.lines.length + (stacked && line.row && !line.beside ? 1 : 0);
    line.tall = told * size * 1.2 + (stacked ? (line.row ? size * 2 : size * 0.5) : size * 0.65);
  }
  const label = panel.value_label ? drawWrap(panel.value_label, width * 0.9, size, 2) : [];
  const heading = lines.length > 2 && panel.place_label ? size * 1.6 : size * 0.3;
  const edge = size * 0.8;
  return { stacked, left: stacked ? edge : names + edge * 0.5, right: stacked ? width - edge : width - text - edge * 0.5, names, top: heading, label,
    bottom: size * 1.9 + label.length * size * 1.25, heading: heading > size, edge };
}

// The name in a few lines; the base is never what is left out.
function drawRowWrap(line, room, size) {
  const lines = drawWrap(line.text, room, size, 3, !line.row);
  if (!line.n) return lines;
  const base = `(${line.n})`, last = lines[lines.length - 1];
  if (drawWide(`${last} ${base}`, size) <= room) return [...lines.slice(0, -1), `${last} ${base}`];
  return [...lines, base];
}

function drawRowName(line) {
  return line.n ? `${line.text} (${line.n})` : line.text;
}

function drawRowAxis(group, at, scale, place, bottom) {
  const { panel, picture, size, language } = at;
  const known = panel.rows.some((row) => row.value !== null);
  if (place.heading) drawText(group, 0, size * 1.05, drawShorten(panel.place_label, at.width * 0.6, size), { size, fill: drawGrey, name: "cx-axis-name", full: panel.place_label });
  const ticks = known ? drawTicksFor(at, scale, (place.right - place.left)) : { at: [], text: [] };
  ticks.at.forEach((value, number) => {
    const x = scale(value);
    drawNode(group, "path", { d: `M${drawRound(x)} ${drawRound(place.top)}V${drawRound(bottom)}`, class: "cx-grid" });
    drawText(group, x, bottom + size * 1.2, ticks.text[number], { size, anchor: "middle", name: "cx-tick" });
  });
  drawNode(group, "path", { d: `M${drawRound(place.left)} ${drawRound(bottom)}H${drawRound(place.right)}`, class: "cx-axis" });
  const middle = Math.min(Math.max((place.left + place.right) / 2, drawHalf(place.label, size)), at.width - drawHalf(place.label, size));
  if (known) drawText(group, middle, bottom + size * 2.6, place.label, { size, anchor: "middle", name: "cx-value-name", full: panel.value_label });
  if (picture.reference !== null && !scale.inside(picture.reference)) {
    drawNode(group, "path", { d: `M${drawRound(scale(picture.reference))} ${drawRound(place.top)}V${drawRound(bottom)}`, class: "cx-reference" });
  }
}

function drawHalf(lines, size) {
  return Math.max(0, ...lines.map((line) => drawWide(line, size))) / 2;
}

// As many ticks as their texts leave room for.
function drawTicksFor(at, scale, room) {
  const { panel, picture, size, language } = at;
  for (let most = 6; most >= 1; most--) {
    const places = scale.log ? drawLogTicks(scale.limits[0], scale.limits[1], most) : drawTicks(scale.limits[0], scale.limits[1], most);
    const some = drawWithin(places, panel.unit, drawNumbers(panel));
    const text = drawTicksText(some, panel.unit, language);
    const wide = Math.max(0, ...text.map((one) => drawWide(one, size)));
    const close = (value, before) => Math.abs(scale(value) - scale(before)) < wide + size * 0.8;
    if (most > 1 && some.slice(1).some((value, number) => close(value, some[number]))) continue;
    const kept = [];
    some.forEach((value, number) => { if (!kept.length || !close(value, some[kept[kept.length - 1]])) kept.push(number); });
    return { at: kept.map((number) => some[number]), text: kept.map((number) => text[number]) };
  }
  return { at: [], text: [] };
}

function drawRowNames(group, at, line, place) {
  const { size } = at;
  const bold = !line.row, text = { size, bold, name: bold ? "cx-heading cx-halo" : "cx-name cx-halo", full: drawRowName(line) };
  if (place.stacked) drawText(group, 0, line.top + size * (bold ? 1.15 : 1), line.lines, text);
  else {
    const first = line.top + line.tall / 2 - (line.lines.length - 1) * size * 0.6 + size * 0.36;
    drawText(group, bold ? 0 : place.names - size * 0.7, first, line.lines, { ...text, anchor: bold ? "start" : "end" });
  }
}

function drawRowText(group, at, line, place, middle) {
  const { size, width } = at, known = line.row.value !== null;
  const how = { size, name: "cx-estimate cx-halo", italic: !known, fill: known ? drawInk : drawGrey };
  if (!place.stacked) drawText(group, known ? place.right + place.edge * 0.5 + size * 0.4 : place.left, middle + size * 0.36, line.row.text, how);
  else if (line.beside) drawText(group, width, line.top + size, line.row.text, { ...how, anchor: "end" });
  else drawText(group, 0, line.top + size * (1 + 1.2 * line.lines.length), line.row.text, how);
}

function drawRowMark(group, at, scale, line, middle) {
  const { picture, size } = at, row = line.row, look = drawLook(picture.series[row.series], false);
  const title = [drawRowName(line), row.text].join(": ");
  if (picture.kind === "interval") {
    drawWhisker(group, at, scale, row, middle, look.color);
    const side = scale.inside(row.value);
    if (side) drawBeyond(group, scale.held(row.value), middle, side < 0 ? "left" : "right", size, look.color, title);
    else drawShape(group, scale(row.value), middle, look, size, !row.whole, "cx-dot", title);
    return;
  }
  const fill = row.whole ? drawFill(at.svg, look) : "#ffffff";
  drawBar(group, at, scale, row, middle, fill, "cx-bar", look.hatch ? drawInk : look.color, title);
  drawWhisker(group, at, scale, row, middle, drawInk);
}

// A bar from nothing to its value; one that goes on beyond the axes ends in an arrow.
function drawBar(group, at, scale, row, middle, fill, name, edge, title) {
  const tall = at.size * 1.15, start = scale.held(scale.log ? scale.limits[0] : 0), end = scale.held(row.value);
  const node = drawNode(group, "rect", { x: Math.min(start, end), y: middle - tall / 2, width: Math.max(1, Math.abs(end - start)), height: tall, fill, stroke: edge || "none", "stroke-width": 1.2, class: name });
  if (title) drawNode(node, "title", {}, title);
  const side = scale.inside(row.value);
  if (side && name === "cx-bar") drawBeyond(group, end, middle, side < 0 ? "left" : "right", at.size, drawInk, title);
}

function drawWhisker(group, at, scale, row, middle, color) {
  if (row.low === null || row.high === null) return;
  const low = scale.held(row.low), high = scale.held(row.high);
  drawNode(group, "path", { d: `M${drawRound(low)} ${drawRound(middle)}H${drawRound(high)}`, stroke: color, "stroke-width": Math.max(1.6, at.size * 0.15), class: "cx-interval" });
  if (scale.inside(row.low) < 0) drawBeyond(group, low, middle, "left", at.size * 0.6, color);
  if (scale.inside(row.high) > 0) drawBeyond(group, high, middle, "right", at.size * 0.6, color);
}
