// needs: draw_text, draw_axes, draw_rows
// A value for each pair of levels, as a coloured grid.

const drawBlues = [[247, 251, 255], [222, 235, 247], [198, 219, 239], [158, 202, 225], [107, 174, 214], [66, 146, 198], [33, 113, 181], [8, 81, 156], [8, 48, 107]];
const drawSides = [[45, 0, 75], [84, 39, 136], [128, 115, 172], [178, 171, 210], [216, 218, 235], [247, 247, 247], [254, 224, 182], [253, 184, 99], [224, 130, 20], [179, 88, 6], [127, 59, 8]];

function drawGrid(group, at) {
  const { picture, panel, size, width } = at;
  const across = panel.places.map((place) => place.name), down = panel.lines;
  const names = drawGridNames(at, across, down);
  const cell = (width - names.left) / across.length;
  const inside = names.writes(cell);
  const heads = drawGridHeads(at, across, cell);
  const top = heads.tall + size * 2.9;
  drawText(group, 0, size * 1.05, drawShorten([panel.value_label, names.hatched(inside)].filter(Boolean).join(" · "), width, size), { size, fill: drawGrey, name: "cx-value-name" });
  heads.draw(group, names.left, top);
  const axes = [panel.line_label && `${panel.line_label} \u2193`, panel.place_label && `${panel.place_label} \u2192`].filter(Boolean).join("   ");
  drawText(group, 0, size * 2.4, drawShorten(axes, width, size), { size, fill: drawGrey, name: "cx-axis-name", full: axes });
  const tall = down.map((name, line) => Math.max(names.lines[line].length, inside.lines) * size * 1.2 + size * 0.8);
  const tops = tall.map((_, line) => top + tall.slice(0, line).reduce((sum, one) => sum + one, 0));
  down.forEach((name, line) => drawText(group, names.left - size * 0.6, tops[line] + tall[line] / 2 - (names.lines[line].length - 1) * size * 0.6 + size * 0.36, names.lines[line], { size, anchor: "end", name: "cx-name", full: name }));
  const where = new Map(panel.rows.map((row) => [`${row.line}|${row.place}`, row]));
  down.forEach((_, line) => across.forEach((__, place) => {
    const box = { x: names.left + place * cell, y: tops[line], width: cell, height: tall[line] };
    drawCell(group, at, where.get(`${line}|${place}`), box, inside, [down[line], across[place]]);
  }));
  const bottom = tops.length ? tops[tops.length - 1] + tall[tall.length - 1] : top;
  return inside.lines ? bottom + size * 0.3 : drawShadesKey(group, at, names.left, bottom);
}

function drawGridNames(at, across, down) {
  const { size, width, panel, picture } = at;
  const lines = down.map((name) => drawWrap(name, width * 0.26, size, 3));
  const left = Math.max(size * 3, ...lines.flat().map((line) => drawWide(line, size))) + size * 0.9;
  const value = Math.max(0, ...panel.rows.map((row) => (row.value === null ? 0 : drawWide(row.short, size))));
  const base = Math.max(0, ...panel.rows.map((row) => drawWide(row.n, size * 0.85)));
  const word = drawWide(picture.words.withheld, size * 0.9);
  const hidden = panel.rows.some((row) => row.hidden);
  const writes = (cell) => ({
    lines: value + size * 0.5 > cell ? 0 : base + size * 0.4 > cell || down.length > 22 ? 1 : 2, word: word + size * 0.3 <= cell,
  });
  return { lines, left, writes, hatched: (inside) => (hidden && !(inside.word && inside.lines) ? picture.words.hatched : "") };
}

// Names above the columns: level, else upright, else only some of them.
function drawGridHeads(at, across, cell) {
  const { size } = at;
  const level = across.every((name) => drawClean(name).split(" ").every((word) => drawWide(word, size) <= cell - size * 0.3));
  const texts = across.map((name) => (level ? drawWrap(name, cell - size * 0.3, size, 3) : [drawShorten(name, size * 11, size)]));
  const every = level ? 1 : Math.max(1, Math.ceil((size * 1.15) / cell));
  const tall = level ? Math.max(...texts.map((one) => one.length)) * size * 1.2 + size * 0.5 : Math.max(...texts.flat().map((one) => drawWide(one, size))) + size * 0.6;
  const draw = (group, left, top) => across.forEach((name, place) => {
    if ((across.length - 1 - place) % every) return;
    const x = left + (place + 0.5) * cell;
    if (level) drawText(group, x, top - size * 0.6 - (texts[place].length - 1) * size * 1.2, texts[place], { size, anchor: "middle", name: "cx-place", full: name });
    else drawText(group, x + size * 0.36, top - size * 0.4, texts[place], { size, turn: -90, name: "cx-place", full: name });
  });
  return { tall, draw };
}

function drawCell(group, at, row, box, inside, names) {
  const { size, picture } = at;
  const known = row && row.value !== null;
  const colour = known ? drawShade(at, row.value) : [242, 242, 242];
  const node = drawNode(group, "rect", { ...box, fill: `rgb(${colour.join(",")})`, stroke: "#ffffff", "stroke-width": 1.5, class: "cx-cell" });
  if (!row) return;
  drawNode(node, "title", {}, `${names.join(" · ")}: ${row.text} ${row.n}`.trim());
  const x = box.x + box.width / 2, y = box.y + box.height / 2, ink = drawBright(colour) > 0.18 ? "#000000" : "#ffffff";
  if (row.hidden && !(inside.word && inside.lines)) {
    drawNode(group, "rect", { ...box, fill: drawHidden(at), "pointer-events": "none", class: "cx-hatched" });
  } else if (row.hidden) drawText(group, x, y + size * 0.33, picture.words.withheld, { size: size * 0.9, italic: true, anchor: "middle", name: "cx-estimate" });
  else if (known && inside.lines) {
    const two = inside.lines === 2 && row.n;
    drawText(group, x, y + (two ? -size * 0.14 : size * 0.36), row.short, { size, anchor: "middle", fill: ink, name: "cx-estimate" });
    if (two) drawText(group, x, y + size * 0.98, row.n, { size: size * 0.85, anchor: "middle", fill: ink, name: "cx-n" });
  }
}

function drawHidden(at) {
  return (at.svg.cxHidden = at.svg.cxHidden || drawFill(at.svg, { color: "#f2f2f2", hatch: "slash" }));
}

function drawShade(at, value) {
  const { picture, axes } = at, log = picture.scale === "log";
  const scale = drawScale(axes.value, 0, 1, log);
  const list = picture.reference === null ? drawBlues : drawSides;
  const where = Math.min(Math.max(scale(value), 0), 1) * (list.length - 1), low = Math.min(Math.floor(where), list.length - 2);
  return list[low].map((part, place) => Math.round(part + (list[low + 1][place] - part) * (where - low)));
}

function drawBright(colour) {
  const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// What the colours mean, where the cells do not say it.
function drawShadesKey(group, at, left, top) {
  const { axes, size, width, panel, language, picture } = at, wide = width - left, steps = 40;
  const scale = drawScale(axes.value, 0, wide, picture.scale === "log");
  for (let step = 0; step < steps; step++) {
    const value = axes.value[0] + ((step + 0.5) / steps) * (axes.value[1] - axes.value[0]);
    drawNode(group, "rect", { x: left + (step * wide) / steps, y: top + size * 0.7, width: wide / steps + 0.5, height: size * 0.8, fill: `rgb(${drawShade(at, value).join(",")})` });
  }
  const ticks = drawTicksFor(at, scale, wide);
  ticks.at.forEach((value, number) => {
    const half = drawWide(ticks.text[number], size) / 2;
    drawText(group, Math.min(Math.max(left + scale(value), left + half), width - half), top + size * 2.7, ticks.text[number], { size, anchor: "middle", name: "cx-tick" });
  });
  return top + size * 3.1;
}
