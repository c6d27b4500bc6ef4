// gives: makeCard
// needs: draw, copying
// One finding on a page: question, sentence, picture, buttons, table, caveats, where it comes from.

function cardNode(parent, name, attributes, text) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) if (value !== "") node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}

// A card in `host`; `says` are its labels, `big` for a room, `level` that of its heading, `locked` whether its axes stay put.
function makeCard(host, options) {
  const says = options.says, card = cardParts(host, options);
  const state = { content: null, axes: null, drawn: null, locked: Boolean(options.locked), width: 0, size: 0, key: "" };
  const made = { element: card.element, onCopy: null };
  const tell = (text) => { card.told.textContent = text; if (made.onCopy) made.onCopy(text); };
  const paint = () => cardPaint(card, state, says);
  cardButtons(card, state, says, tell, (on) => made.setLocked(on, true));
  made.show = (content) => {
    if (state.key !== content.key) state.axes = null;
    state.key = content.key;
    state.content = content;
    card.element.classList.remove("cx-failed");
    card.told.textContent = "";
    made.working(false);
    cardTexts(card, content, says);
    paint();
  };
  made.setTable = (table) => {
    state.content = { ...state.content, table };
    card.table.setAttribute("aria-busy", "false");
    card.copyTable.disabled = false;
    cardFold(card.table, () => cardTable(table, says));
  };
  made.fail = (sentence) => {
    card.element.classList.add("cx-failed");
    made.working(false);
    card.sentence.textContent = sentence;
  };
  made.working = (on) => {
    card.element.setAttribute("aria-busy", on ? "true" : "false");
    card.busy.textContent = on ? says.working : "";
  };
  made.setLocked = (on, told) => {
    state.locked = Boolean(on);
    card.lock.setAttribute("aria-pressed", state.locked ? "true" : "false");
    if (!state.locked && state.content && state.content.picture) { state.axes = null; paint(); }
    if (told) tell(state.locked ? says.locked : says.unlocked);
  };
  made.setLocked(state.locked);
  made.locked = () => state.locked;
  cardWatch(card, state, paint);
  return made;
}

function cardParts(host, options) {
  const says = options.says;
  const element = cardNode(host, "section", { class: options.big ? "cx-card cx-big" : "cx-card", lang: options.language || "" });
  const name = `cx-card-${++drawCount}`;
  element.setAttribute("aria-labelledby", name);
  const heading = cardNode(element, `h${options.level || 3}`, { class: "cx-question", id: name });
  const sentence = cardNode(element, "p", { class: "cx-sentence", "aria-live": "polite", "aria-atomic": "true" });
  const busy = cardNode(element, "p", { class: "cx-working", "aria-hidden": "true" });
  const body = cardNode(element, "div", { class: "cx-body" });
  const figure = cardNode(body, "div", { class: "cx-picture" });
  // A tree of its own: the browser need not hold each line of a chart against every style of the page around it.
  const drawn = cardNode(null, "div", { class: "cx-drawn" }), stage = drawn.attachShadow({ mode: "open" });
  drawDress(stage);
  const beyond = cardNode(body, "p", { class: "cx-note", hidden: "hidden" }, says.beyond);
  const tools = cardNode(body, "div", { class: "cx-tools", role: "group", "aria-label": says.picture });
  const told = cardNode(body, "p", { class: "cx-told", role: "status" });
  const caveats = cardNode(body, "ul", { class: "cx-caveats", "aria-label": says.caveats });
  const next = cardNode(body, "p", { class: "cx-next" });
  const fold = (title) => {
    const details = cardNode(body, "details", { class: "cx-fold" });
    cardNode(details, "summary", {}, title);
    return details;
  };
  return { element, heading, sentence, busy, body, figure, drawn, stage, beyond, tools, told, caveats, next, table: fold(says.table), notes: fold(says.notes) };
}

function cardTexts(card, content, says) {
  card.element.dataset.status = content.status;
  if (card.element.lang !== content.language) card.element.lang = content.language;
  if (card.heading.textContent !== content.question) card.heading.textContent = content.question;
  if (card.sentence.textContent !== content.sentence) card.sentence.textContent = content.sentence;
  card.caveats.replaceChildren(...content.caveats.map((text) => cardNode(null, "li", {}, text)));
  const more = [[says.next_step, content.next_step], [says.owner, content.owner]].filter((pair) => pair[1]);
  card.next.textContent = more.map((pair) => pair.join(": ")).join(" · ");
  card.table.hidden = !cardLines(content.table);
  card.table.setAttribute("aria-busy", content.table.late ? "true" : "false");
  if (!content.table.late) cardFold(card.table, () => cardTable(content.table, says));
  cardFold(card.notes, () => cardNotes(content.notes));
}

function cardLines(table) {
  return table.rows.length + table.more;
}

// What is folded away is built when it is looked at.
function cardFold(details, build) {
  const fill = () => {
    while (details.children.length > 1) details.lastChild.remove();
    if (details.open) details.appendChild(build());
  };
  details.ontoggle = fill;
  fill();
}

function cardTable(table, says) {
  const box = cardNode(null, "div", { class: "cx-scroll", tabindex: "0", role: "region", "aria-label": says.table });
  const grid = cardNode(box, "table", { class: "cx-table" });
  const head = cardNode(cardNode(grid, "thead"), "tr");
  for (const text of table.head) cardNode(head, "th", { scope: "col" }, text);
  const body = cardNode(grid, "tbody");
  for (const row of table.rows) {
    const line = cardNode(body, "tr");
    for (const text of row) cardNode(line, "td", copyIsNumber(text) ? { class: "cx-number" } : {}, text);
  }
  if (table.more) cardNode(box, "p", { class: "cx-note" }, says.more.replace("{n}", table.more));
  return box;
}

function cardNotes(notes) {
  const list = cardNode(null, "dl", { class: "cx-notes" });
  for (const [name, text] of Object.entries(notes || {})) {
    const pair = cardNode(list, "div");
    cardNode(pair, "dt", {}, name);
    cardNode(pair, "dd", {}, text);
  }
  return list;
}

function cardButtons(card, state, says, tell, lock) {
  const button = (name, text, act) => {
    const node = cardNode(card.tools, "button", { type: "button", class: `cx-button cx-${name}` }, text);
    node.addEventListener("click", act);
    return node;
  };
  const file = () => copyFileName(state.content);
  const svg = () => state.drawn && state.drawn.svg;
  card.pictured = [
    button("copy-png", says.copy_png, () => copyPicture(svg(), state.content, file(), says).then(tell)),
    button("save-png", says.save_png, () => savePicture(svg(), state.content, file(), says).then(tell)),
    button("save-svg", says.save_svg, () => tell(saveText(copySvg(svg()), `${file()}.svg`, "image/svg+xml", says))),
  ];
  card.copyTable = button("copy-table", says.copy_table, () => copyTable(state.content.table, file(), says).then(tell));
  card.lock = button("lock", says.lock, () => lock(card.lock.getAttribute("aria-pressed") !== "true"));
}

// The picture in place of the one before, in one step; where there is none, its height stays so that nothing jumps.
function cardPaint(card, state, says) {
  const content = state.content, { figure } = card;
  if (!state.measured) cardMeasure(card, state);
  const picture = content.picture;
  state.drawn = picture ? drawChart(picture, { width: state.width, size: state.size, axes: state.axes && state.locked ? state.axes : null, roomy: state.locked }) : null;
  if (state.drawn) {
    state.axes = state.drawn.axes;
    figure.style.minHeight = "";
    card.stage.replaceChildren(state.drawn.svg);
    if (figure.firstChild !== card.drawn) figure.replaceChildren(card.drawn);
  } else if (content.image) {
    const image = cardNode(null, "img", { alt: content.alt });
    image.src = content.image;
    figure.replaceChildren(image);
  } else {
    if (figure.offsetHeight > 40) figure.style.minHeight = `${figure.offsetHeight}px`;
    figure.replaceChildren(...(figure.style.minHeight ? [cardNode(null, "p", { class: "cx-note" }, says.no_picture)] : []));
  }
  card.beyond.hidden = !(state.drawn && state.drawn.svg.querySelector(".cx-beyond"));
  for (const button of card.pictured) button.hidden = !(state.drawn || content.image);
  card.pictured[2].hidden = !state.drawn;
  card.lock.hidden = !state.drawn;
  card.copyTable.hidden = !cardLines(content.table);
  card.copyTable.disabled = Boolean(content.table.late);
}

// Asked once, and again when something changes size: to ask in the midst of changes makes the browser lay out the page each time.
function cardMeasure(card, state) {
  state.width = card.figure.clientWidth || state.width || 800;
  state.size = parseFloat(getComputedStyle(card.figure).fontSize) || 15;
  state.measured = typeof ResizeObserver !== "undefined" && card.figure.clientWidth > 0;
}

// Drawn again when the width or the type of the page changes.
function cardWatch(card, state, paint) {
  if (typeof ResizeObserver === "undefined") return;
  let waiting = 0;
  const watch = new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const { width, size } = state;
      cardMeasure(card, state);
      if (state.content && state.content.picture && card.figure.clientWidth && (state.width !== width || state.size !== size)) paint();
    });
  });
  // The card grows with its type even where the figure does not.
  for (const node of [card.figure, card.element]) watch.observe(node);
}
