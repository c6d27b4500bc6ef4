// gives: drawChart
// needs: draw_text, draw_axes, draw_rows, draw_lines, draw_points, draw_grid
// A picture handed over as data becomes one SVG: key, panels, and what it rests on.

const drawKinds = { interval: drawRows, bars: drawRows, funnel: drawRows, line: drawLines, calibration: drawLines, scatter: drawPoints, heatmap: drawGrid };
// The chart `width` pixels wide with type of `size` pixels; `axes` that were given back before make it stay as it was.
function drawChart(picture, options) {
  const width = Math.max(200, Math.floor((options && options.width) || 800));
  const size = (options && options.size) || 15;
  const svg = drawNode(null, "svg", { xmlns: "http://www.w3.org/2000/svg", role: "img", "aria-label": picture.alt, class: "cx-svg", width, "font-family": drawFonts });
  const back = drawNode(svg, "rect", { width, height: 1, fill: "#ffffff" });
  const axes = drawAxes(picture, options && options.axes, Boolean(options && options.roomy));
  const keyed = drawKeyed(picture, width, size);
  let y = drawKey(svg, picture, keyed, width, size);
  y = drawPanels(svg, picture, axes, { width, size, keyed }, y);
  const foot = drawWrap(picture.foot, width, size * 0.93, 6);
  drawText(svg, 0, y + size * 1.5, foot, { size: size * 0.93, fill: drawGrey, name: "cx-foot" });
  const height = Math.ceil(y + size * 0.9 + foot.length * size * 1.15 + size * 0.3);
  for (const node of [svg, back]) node.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { svg, axes };
}

// Whether a key names the lines: names at their ends would lead across what is to come, or leave no room.
function drawKeyed(picture, width, size) {
  if (picture.series.length < 2) return false;
  if (picture.kind === "scatter") return true;
  if (picture.kind !== "line" && picture.kind !== "calibration") return false;
  return picture.panels.length > 1 || picture.panels[0].title !== "" || picture.series.some((one) => one.dashed) || picture.series.length > 6 || width < 34 * size;
}

function drawPanels(svg, picture, axes, how, start) {
  const { width, size } = how;
  const narrow = ["line", "scatter"].includes(picture.kind) && picture.panels.length > 1 && width >= 46 * size;
  const columns = narrow ? 2 : 1, gap = size * 2, wide = (width - gap * (columns - 1)) / columns;
  let y = start, tallest = 0;
  picture.panels.forEach((panel, number) => {
    const column = number % columns;
    if (!column && number) { y += tallest + size * 1.2; tallest = 0; }
    const group = drawNode(svg, "g", { transform: `translate(${drawRound(column * (wide + gap))} ${drawRound(y)})`, class: "cx-panel" });
    const shown = how.keyed && panel.n ? `${panel.title} (${panel.n})` : panel.title;
    const title = panel.title ? drawWrap(shown, wide, size * 1.05, 2, true) : [];
    if (title.length) drawText(group, 0, size * 1.1, title, { size: size * 1.05, bold: true, name: "cx-title", full: shown });
    const inner = drawNode(group, "g", { transform: `translate(0 ${drawRound(title.length * size * 1.3 + (title.length ? size * 0.4 : 0))})` });
    const at = { svg, picture, panel, axes: axes.panels[panel.title || String(number)], width: wide, size, keyed: how.keyed, title: panel.title, language: picture.language, each: panel.each };
    const tall = drawKinds[picture.kind](inner, at) + title.length * size * 1.3 + (title.length ? size * 0.4 : 0);
    tallest = Math.max(tallest, tall);
  });
  return y + tallest;
}

// A sample of each sign that needs a name: lines without a name at their end, marks, limits, the band.
function drawKey(svg, picture, keyed, width, size) {
  const items = [];
  const dashes = !picture.series.some((one) => one.dashed), lines = picture.kind === "line";
  if (keyed) for (const [number, one] of picture.series.entries()) {
    const n = picture.panels.length === 1 && picture.panels[0].names[number];
    items.push({ name: n ? `${one.name} (${n})` : one.name, look: drawLook(one, !dashes), line: lines });
  }
  if (picture.mark_label && picture.panels.some((panel) => panel.rows.some((row) => row.mark))) items.push({ name: picture.mark_label, mark: true });
  const limits = new Map(picture.panels.flatMap((panel) => panel.limits.map((one) => [one.name, one.look])));
  for (const [name, look] of limits) items.push({ name, limit: drawLimitDash(look), isLimit: true });
  if (picture.band_label) items.push({ name: picture.band_label, band: true });
  if (picture.kind === "calibration") items.push({ name: picture.words.equal, limit: "5 4", isLimit: true });
  let x = 0, y = 0;
  for (const item of items) {
    const text = drawWrap(item.name, width - size * 2.8, size, 2), wide = size * 2.6 + Math.max(...text.map((one) => drawWide(one, size)));
    if (x && x + wide > width) { x = 0; y += size * 1.5; }
    drawSample(svg, item, x, y + size * 0.75, size);
    drawText(svg, x + size * 2.4, y + size * 1.1, text, { size, name: "cx-key", full: item.name });
    x += wide + size * 1.4;
    if (text.length > 1) { x = 0; y += size * (1.5 + 1.2 * (text.length - 1)); }
  }
  return items.length ? y + (x ? size * 1.5 : 0) + size * 0.7 : 0;
}

function drawSample(svg, item, x, y, size) {
  const line = (look) => drawNode(svg, "path", { d: `M${drawRound(x)} ${drawRound(y)}h${drawRound(size * 2)}`, fill: "none", ...look });
  if (item.look) {
    if (item.line) line({ stroke: item.look.color, "stroke-width": Math.max(1.6, size * 0.14), "stroke-dasharray": item.look.dash.split(" ").filter(Boolean).map((one) => one * size * 0.13).join(" ") });
    drawShape(svg, x + size, y, item.look, size, false, "cx-key-sign");
  } else if (item.mark) drawShape(svg, x + size, y, { color: drawMark, edge: drawInk, shape: "cross" }, size * 1.3, false, "cx-key-sign");
  else if (item.isLimit) line({ stroke: drawGrey, "stroke-width": 1.4, "stroke-dasharray": item.limit });
  else drawNode(svg, "rect", { x: x + size * 0.2, y: y - size * 0.4, width: size * 1.6, height: size * 0.8, fill: drawPalette[0], "fill-opacity": 0.15, stroke: drawPalette[0] });
}
