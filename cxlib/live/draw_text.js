// Text and signs of a drawing: everything is built node by node, so that no text of the data can become markup.

const drawFonts = '"Noto Sans", "Segoe UI", "DejaVu Sans", system-ui, sans-serif';
const drawInk = "#262626";
const drawGrey = "#595959";
const drawMark = "#d55e00";
const drawPalette = ["#0173b2", "#d55e00", "#029e73", "#cc78bc", "#ca9161", "#949494", "#de8f05", "#56b4e9", "#fbafe4", "#ece133"];
const drawShapes = ["circle", "square", "diamond", "up", "down", "plus", "cross", "left", "right"];
const drawDashes = ["", "5 2", "1.5 1.5", "6 2 1.5 2", "9 3", "3 1.5 1.5 1.5 1.5 1.5"];
const drawHatches = ["", "slash", "dots", "back", "both", "lines", "rings"];
const drawMemory = new Map();
// Of the page or of a shadow tree, once: a style inside of each picture would make the browser look through all styles at every click.
const drawStyle = ".cx-svg .cx-grid{stroke:#e0e0e0;fill:none}.cx-svg .cx-axis{stroke:#595959;fill:none}.cx-svg .cx-reference{stroke:#262626;fill:none;stroke-dasharray:5 4}" +
  ".cx-svg .cx-interval{fill:none}.cx-svg .cx-leader{fill:none;opacity:.7}.cx-svg text{white-space:pre}" +
  ".cx-svg .cx-halo{paint-order:stroke;stroke:#ffffff;stroke-width:3px;stroke-linejoin:round}";
let drawSheet = null;
let drawPen = null;
let drawCount = 0;

function drawNode(parent, name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== "") node.setAttribute(key, typeof value === "number" ? drawRound(value) : value);
  }
  if (text !== undefined && text !== null) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}

/** Let the charts in a document or a shadow tree look as they should. */
function drawDress(root) {
  if (!drawSheet) {
    drawSheet = new CSSStyleSheet();
    drawSheet.replaceSync(`${drawStyle}.cx-svg{display:block;max-width:100%;height:auto}`);
  }
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, drawSheet];
}

function drawRound(value) {
  return String(Math.round(value * 100) / 100);
}

// Composed letters on one line; signs that cannot be seen or that turn the direction of writing are left out.
function drawClean(text) {
  return String(text === null || text === undefined ? "" : text).normalize("NFC")
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, " ").replace(/[ \t]+/g, " ").trim();
}

function drawWide(text, size, bold) {
  const key = (bold ? "b" : "") + text;
  let wide = drawMemory.get(key);
  if (wide === undefined) {
    if (!drawPen) drawPen = document.createElement("canvas").getContext("2d");
    const font = (bold ? "bold " : "") + "100px " + drawFonts;
    if (drawPen.cxFont !== font) { drawPen.font = font; drawPen.cxFont = font; }
    wide = drawPen.measureText(text).width / 100;
    if (drawMemory.size > 5000) drawMemory.clear();
    drawMemory.set(key, wide);
  }
  return wide * size;
}

function drawShorten(text, room, size, bold) {
  if (drawWide(text, size, bold) <= room) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (drawWide(text.slice(0, middle).trimEnd() + "\u2026", size, bold) <= room) low = middle; else high = middle - 1;
  }
  return text.slice(0, low).trimEnd() + "\u2026";
}

// Lines of at most that width, at most so many; what does not fit ends in an ellipsis.
function drawWrap(text, room, size, most, bold) {
  const lines = [];
  let line = "";
  for (const word of drawClean(text).split(" ")) {
    const longer = line ? line + " " + word : word;
    if (!line || drawWide(longer, size, bold) <= room) { line = longer; continue; }
    lines.push(line);
    line = word;
  }
  lines.push(line);
  const kept = lines.slice(0, most || lines.length);
  if (kept.length < lines.length) kept[kept.length - 1] += " " + lines.slice(kept.length).join(" ");
  return kept.map((one) => drawShorten(one, room, size, bold));
}

// Lines of text with their first baseline at y; the whole text goes along as a title where something is left out.
function drawText(parent, x, y, lines, how) {
  const list = Array.isArray(lines) ? lines : [lines];
  const node = drawNode(parent, "text", {
    x, y, "text-anchor": how.anchor || "start", "font-size": how.size, "font-weight": how.bold ? "bold" : "", "font-style": how.italic ? "italic" : "",
    fill: how.fill || drawInk, class: how.name || "", transform: how.turn ? `rotate(${how.turn} ${drawRound(x)} ${drawRound(y)})` : "",
  });
  if (list.length === 1) node.textContent = list[0];
  else list.forEach((line, place) => drawNode(node, "tspan", { x, dy: place ? how.size * 1.2 : 0 }, line));
  if (how.full && drawClean(how.full) !== list.join(" ")) drawNode(node, "title", {}, how.full);
  return node;
}

function drawLook(one, dashes) {
  const look = one.look;
  return {
    color: one.grey ? drawGrey : drawPalette[look % drawPalette.length], shape: drawShapes[look % drawShapes.length],
    dash: one.dashed ? "4 2" : dashes ? "" : drawDashes[look % drawDashes.length], hatch: drawHatches[look % drawHatches.length], hollow: one.dashed,
  };
}

function drawShape(parent, x, y, look, size, hollow, name, title) {
  const r = size * 0.34, n = drawRound;
  const paths = {
    circle: `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`,
    square: `M${n(x - r * 0.9)} ${n(y - r * 0.9)}h${n(1.8 * r)}v${n(1.8 * r)}h${n(-1.8 * r)}Z`,
    diamond: `M${n(x)} ${n(y - 1.2 * r)}l${n(1.2 * r)} ${n(1.2 * r)}l${n(-1.2 * r)} ${n(1.2 * r)}l${n(-1.2 * r)} ${n(-1.2 * r)}Z`,
    up: `M${n(x)} ${n(y - 1.1 * r)}l${n(1.1 * r)} ${n(2 * r)}h${n(-2.2 * r)}Z`,
    down: `M${n(x)} ${n(y + 1.1 * r)}l${n(1.1 * r)} ${n(-2 * r)}h${n(-2.2 * r)}Z`,
    left: `M${n(x - 1.1 * r)} ${n(y)}l${n(2 * r)} ${n(-1.1 * r)}v${n(2.2 * r)}Z`,
    right: `M${n(x + 1.1 * r)} ${n(y)}l${n(-2 * r)} ${n(-1.1 * r)}v${n(2.2 * r)}Z`,
    plus: `M${n(x - 0.4 * r)} ${n(y - 1.1 * r)}h${n(0.8 * r)}v${n(0.7 * r)}h${n(0.7 * r)}v${n(0.8 * r)}h${n(-0.7 * r)}v${n(0.7 * r)}h${n(-0.8 * r)}v${n(-0.7 * r)}h${n(-0.7 * r)}v${n(-0.8 * r)}h${n(0.7 * r)}Z`,
    cross: `M${n(x - r)} ${n(y - 0.5 * r)}l${n(0.5 * r)} ${n(-0.5 * r)}l${n(0.5 * r)} ${n(0.5 * r)}l${n(0.5 * r)} ${n(-0.5 * r)}l${n(0.5 * r)} ${n(0.5 * r)}l${n(-0.5 * r)} ${n(0.5 * r)}l${n(0.5 * r)} ${n(0.5 * r)}l${n(-0.5 * r)} ${n(0.5 * r)}l${n(-0.5 * r)} ${n(-0.5 * r)}l${n(-0.5 * r)} ${n(0.5 * r)}l${n(-0.5 * r)} ${n(-0.5 * r)}l${n(0.5 * r)} ${n(-0.5 * r)}Z`,
  };
  const node = drawNode(parent, "path", {
    d: paths[look.shape] || paths.circle, fill: hollow || look.hollow ? "#ffffff" : look.color, stroke: look.edge || look.color,
    "stroke-width": Math.max(1.2, size * 0.11), class: name,
  });
  if (title) drawNode(node, "title", {}, title);
  return node;
}

// An arrow at the edge: what it stands for lies beyond the axes.
function drawBeyond(parent, x, y, side, size, color, title) {
  const node = drawShape(parent, x, y, { color, shape: side, edge: color }, size * 0.95, false, "cx-beyond");
  if (title) drawNode(node, "title", {}, title);
  return node;
}

// Fill of a bar: the colour with a hatch of its own, so that bars are told apart without colour.
function drawFill(svg, look) {
  if (!look.hatch) return look.color;
  const name = `cx-hatch-${++drawCount}`;
  const defs = svg.querySelector("defs") || drawNode(svg, "defs");
  const pattern = drawNode(defs, "pattern", { id: name, width: 8, height: 8, patternUnits: "userSpaceOnUse" });
  drawNode(pattern, "rect", { width: 8, height: 8, fill: look.color });
  const line = (d) => drawNode(pattern, "path", { d, stroke: drawInk, "stroke-width": 1, fill: "none" });
  if (look.hatch === "slash" || look.hatch === "both") line("M-2 2l4 -4M0 8l8 -8M6 10l4 -4");
  if (look.hatch === "back" || look.hatch === "both") line("M-2 6l4 4M0 0l8 8M6 -2l4 4");
  if (look.hatch === "lines") line("M0 4h8");
  if (look.hatch === "dots" || look.hatch === "rings") drawNode(pattern, "circle", { cx: 4, cy: 4, r: look.hatch === "dots" ? 1.1 : 2.2, stroke: drawInk, fill: look.hatch === "dots" ? drawInk : "none" });
  return `url(#${name})`;
}
