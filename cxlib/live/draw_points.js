// needs: draw_text, draw_axes, draw_lines
// A point for each row at two measures, with intervals on both, limits, and names where they find room.

function drawPoints(group, at) {
  const { picture, panel, axes, size } = at;
  const lines = drawLineSeries(at);
  const plan = drawLinePlan({ ...at, keyed: true }, lines, []);
  const strip = picture.corners.length ? size * 1.4 : 0;
  const up = drawScale(axes.value, plan.floor - strip, plan.top + strip, picture.scale === "log"), across = plan.across;
  drawUpAxis(group, at, up, plan);
  plan.below(group);
  const taken = drawCorners(group, at, plan);
  drawLimits(group, at, across, up, plan);
  drawReference(group, at, up, plan);
  const shown = [];
  for (const line of lines) for (const row of line.rows) {
    if (row.value === null || row.at === null) continue;
    const x = across.held(row.at), y = up.held(row.value), title = drawPointTitle(at, line, row);
    const beyond = up.inside(row.value) || across.inside(row.at);
    if (row.low !== null && row.high !== null && !across.inside(row.at)) drawUpright(group, x, up, row, line.drawing.color, size);
    if (row.x_low !== null && row.x_high !== null && !up.inside(row.value)) {
      drawNode(group, "path", { d: `M${drawRound(across.held(row.x_low))} ${drawRound(y)}H${drawRound(across.held(row.x_high))}`, stroke: line.drawing.color, "stroke-width": Math.max(1.4, size * 0.12), class: "cx-interval" });
    }
    shown.push({ x, y, row, line, title, beyond });
  }
  for (const one of shown) drawPoint(group, at, one, up, across);
  drawPointNames(group, at, plan, shown, taken);
  return plan.height;
}

function drawPoint(group, at, one, up, across) {
  const { size } = at, { row, line, x, y, title } = one;
  if (one.beyond) {
    const side = up.inside(row.value) ? (up.inside(row.value) < 0 ? "down" : "up") : across.inside(row.at) < 0 ? "left" : "right";
    drawBeyond(group, x, y, side, size, line.drawing.color, title);
  } else if (row.mark) drawShape(group, x, y, { color: drawMark, edge: drawInk, shape: "cross" }, size * 1.3, false, "cx-marked", title);
  else drawShape(group, x, y, line.drawing, size, !row.whole, "cx-dot", title);
}

function drawCorners(group, at, plan) {
  const { size, picture } = at;
  return picture.corners.map((text, place) => {
    const right = place % 2 === 1, below = place > 1, room = (plan.right - plan.left) / 2 - size;
    const short = drawShorten(text, room, size), wide = drawWide(short, size);
    const x = right ? plan.right - size * 0.3 : plan.left + size * 0.4, y = below ? plan.floor - size * 0.4 : plan.top + size;
    drawText(group, x, y, short, { size, italic: true, fill: drawGrey, anchor: right ? "end" : "start", name: "cx-corner", full: text });
    return [right ? x - wide : x, y - size, right ? x : x + wide, y + size * 0.3];
  });
}

// Each name where it covers no point and no other name, else not at all; with marks, only those that are marked.
function drawPointNames(group, at, plan, shown, taken) {
  const { size } = at, marks = at.panel.rows.some((row) => "mark" in row);
  const near = size * 0.45;
  for (const one of shown) taken.push([one.x - near, one.y - near, one.x + near, one.y + near]);
  const wanted = shown.filter((one) => one.row.label && (!marks || one.row.mark)).slice(0, 15);
  const sides = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]];
  for (const one of wanted) {
    const text = drawWrap(drawShorten(one.row.label, size * 24, size), size * 12, size, 2);
    const wide = Math.max(...text.map((line) => drawWide(line, size))), tall = text.length * size * 1.15;
    let best = null;
    for (const [right, below] of sides) {
      const apart = size * (right && below ? 0.5 : 0.65);
      const left = right > 0 ? one.x + apart : right < 0 ? one.x - apart - wide : one.x - wide / 2;
      const top = below > 0 ? one.y + apart : below < 0 ? one.y - apart - tall : one.y - tall / 2;
      const box = [left, top, left + wide, top + tall];
      const inside = box[0] >= plan.left && box[1] >= plan.top - size * 0.2 && box[2] <= at.width && box[3] <= plan.floor;
      if (!inside || taken.some((other) => drawMeets(box, other))) continue;
      const crossed = shown.filter((other) => drawMeets(box, drawCross(other, at, plan))).length;
      if (!best || crossed < best.crossed) best = { box, crossed };
      if (!crossed) break;
    }
    if (!best) continue;
    taken.push(best.box);
    drawText(group, best.box[0], best.box[1] + size * 0.9, text, { size, name: "cx-point-name cx-halo", full: one.row.label });
  }
}

function drawCross(one, at, plan) {
  const span = one.row.x_low === null || one.row.x_high === null ? [one.x, one.x] : [plan.across.held(one.row.x_low), plan.across.held(one.row.x_high)];
  return [span[0], one.y - 1, span[1], one.y + 1];
}

function drawMeets(one, other) {
  return one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
}
