// gives: countsOpen, countsTake
// From a slice to the sums of its people: the cells that travel in a page, added up, or why they cannot be.

/** The counts of a page, ready to be asked. */
function countsOpen(data) {
  const sizes = data.segments.map((one) => one.levels.length);
  const ones = [];
  let start = 1;
  for (const size of sizes) {
    ones.push(start);
    start += size;
  }
  const twos = new Map();
  for (const [a, b] of data.pairs) {
    twos.set(`${a},${b}`, start);
    start += sizes[a] * sizes[b];
  }
  const topics = {};
  for (const [name, topic] of Object.entries(data.topics)) topics[name] = { ...topic, at: countsPlaces(topic.cells) };
  return { ...data, topics, sizes, ones, twos, place: new Map(data.segments.map((one, place) => [one.name, place])) };
}

/** For each period, where the sums of each cell stand in the columns; -1 nobody, -2 left out. */
function countsPlaces(letters) {
  let next = 0;
  return letters.map((text) => Int32Array.from(text, (letter) => (letter === "1" ? next++ : letter === "x" ? -2 : -1)));
}

/**
 * The sums of a slice in one period: {sums} or {why}, "third" for more segments than travel together, "left_out" when
 * a cell that stayed at home would be needed.
 */
function countsTake(counts, topicName, periodPlace, slice) {
  const topic = counts.topics[topicName];
  const at = topic.at[periodPlace];
  if (counts.asked !== slice) [counts.asked, counts.plans] = [slice, countsEveryPlan(counts, slice)];
  if (counts.plans === null) return { why: "third" };
  for (const plan of counts.plans) {
    if (plan.cells.every((cell) => at[cell] !== -2)) return { sums: countsAdded(topic, at, plan) };
  }
  return { why: "left_out" };
}

/** The ways to the sums of a slice; null where its segments do not travel together. */
function countsEveryPlan(counts, slice) {
  const named = [...new Set([slice.inside, ...slice.apart].flat().map(([name]) => name))].map((name) => counts.place.get(name)).sort((a, b) => a - b);
  if (named.length > 2 || (named.length === 2 && !counts.twos.has(named.join(",")))) return null;
  const plans = [...countsPlans(countsGrid(counts, named, slice))];
  return plans.map((plan) => ({ cells: Int32Array.from(plan, ([cell]) => cell), signs: Int32Array.from(plan, ([, sign]) => sign) }));
}

/** The cells of the named segments, whether each is in the slice, and the cells that rows, columns and all add up to. */
function countsGrid(counts, named, slice) {
  const [a, b] = named;
  const levels = named.map((place) => counts.segments[place].levels);
  const kept = (pairs) => named.map((place) => {
    const pair = pairs.find(([name]) => name === counts.segments[place].name);
    return pair ? new Set(pair[1]) : null;
  });
  const groups = [kept(slice.inside), ...slice.apart.map(kept)];
  const inGroup = (group, i, j) => (!group[0] || group[0].has(levels[0][i])) && (!group[1] || group[1].has(levels[1][j]));
  const chosen = (i, j) => inGroup(groups[0], i, j) && !groups.slice(1).some((group) => inGroup(group, i, j));
  if (!named.length) return { rows: 1, columns: 1, cell: () => 0, chosen: () => !slice.apart.length, row: () => 0, column: () => 0 };
  if (named.length === 1) {
    return { rows: 1, columns: levels[0].length, cell: (i, j) => counts.ones[a] + j, chosen: (i, j) => chosen(j), row: () => 0, column: (j) => counts.ones[a] + j };
  }
  const start = counts.twos.get(named.join(","));
  return {
    rows: levels[0].length, columns: levels[1].length, cell: (i, j) => start + i * levels[1].length + j, chosen,
    row: (i) => counts.ones[a] + i, column: (j) => counts.ones[b] + j,
  };
}

/** Ways to the same sums, each a list of [cell, 1 or -1]: along rows, along columns, and everyone less the others. */
function* countsPlans(grid) {
  const turned = { ...grid, rows: grid.columns, columns: grid.rows, cell: (i, j) => grid.cell(j, i), chosen: (i, j) => grid.chosen(j, i), row: grid.column };
  const others = (one) => ({ ...one, chosen: (i, j) => !one.chosen(i, j) });
  for (const choice of ["within", "around"]) {
    yield countsAlong(grid, choice);
    yield countsAlong(turned, choice);
    yield [[0, 1], ...countsAlong(others(grid), choice).map(([cell, sign]) => [cell, -sign])];
    yield [[0, 1], ...countsAlong(others(turned), choice).map(([cell, sign]) => [cell, -sign])];
  }
}

/** Row by row: the cells chosen, or ("around") the whole row less those that are not. */
function countsAlong(grid, choice) {
  const plan = [];
  for (let i = 0; i < grid.rows; i += 1) {
    const places = Array.from({ length: grid.columns }, (_, j) => j);
    const inside = places.filter((j) => grid.chosen(i, j));
    if (inside.length === grid.columns) plan.push([grid.row(i), 1]);
    else if (choice === "around" && inside.length) {
      plan.push([grid.row(i), 1], ...places.filter((j) => !grid.chosen(i, j)).map((j) => [grid.cell(i, j), -1]));
    } else plan.push(...inside.map((j) => [grid.cell(i, j), 1]));
  }
  return plan;
}

function countsAdded(topic, at, plan) {
  const sums = {};
  topic.names.forEach((name, k) => {
    const column = topic.sums[k];
    let total = 0;
    for (let i = 0; i < plan.cells.length; i += 1) {
      const place = at[plan.cells[i]];
      if (place >= 0) total += plan.signs[i] * column[place];
    }
    sums[name] = total;
  });
  return sums;
}
