// gives: startDeck

// One finding at a time for a room. The place, the slice and what it is compared with stand in the address alone.

const DECK_SOON = 1200; // ms between looks at the server while something is still coming
const DECK_LATER = 4000;
const DECK_REST = 300; // ms without a choice until the next ones are looked at
const DECK_KEPT = 80; // contents kept in the page
const DECK_WAIT = 200; // ms that the page before stays, so that no blank frame is seen

function deckElement(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function deckAddress() {
  const found = new Map();
  for (const part of location.hash.replace(/^#/, "").split("&")) {
    const [name, ...rest] = part.split("=");
    try {
      found.set(name, decodeURIComponent(rest.join("=").replace(/\+/g, " ")));
    } catch {
      found.set(name, "");
    }
  }
  return { at: found.get("at") ?? "", slice: found.get("slice") ?? null, against: found.get("against") ?? "" };
}

function deckWritten({ at, slice, against }) {
  const parts = [`at=${encodeURIComponent(at).replace(/%2F/g, "/")}`, `slice=${encodeURIComponent(slice)}`];
  if (against) parts.push(`against=${encodeURIComponent(against)}`);
  return `#${parts.join("&")}`;
}

// Asks the server; what comes back says how it went.
async function deckAsk(path, body, signal) {
  const options = body === null ? { signal } : {
    method: "POST", signal, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  try {
    const response = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
    if (response.status === 403) return { kind: "other" };
    if (response.status === 404) return { kind: "missing" };
    if (response.status === 409) return { kind: "superseded" };
    const found = await response.json();
    return found.lost ? { kind: "lost", sentence: found.lost } : { kind: found.refused ? "refused" : "ok", sentence: found.refused, found };
  } catch (error) {
    return { kind: error.name === "AbortError" ? "superseded" : "away" };
  }
}

// A window above the deck: closed by its button or Esc, the focus goes back by itself.
function deckDialog(host, title, close) {
  const id = `cx-deck-${title.replace(/\W/g, "")}-${host.childElementCount}`;
  const shut = deckElement("button", { type: "button", class: "cx-deck-button", onclick: () => dialog.close() }, close);
  const inside = deckElement("div", { class: "cx-deck-inside" });
  const dialog = deckElement("dialog", { class: "cx-deck-dialog", "aria-labelledby": id },
    deckElement("div", { class: "cx-deck-dialog-top" }, deckElement("h2", { id }, title), shut), inside);
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  host.append(dialog);
  return { dialog, inside, open: () => { if (!dialog.open) dialog.showModal(); } };
}

function deckFrame(host, about, act) {
  const says = about.says;
  const button = (key, letter, more = {}) => deckElement("button", {
    type: "button", class: "cx-deck-button", "aria-keyshortcuts": letter, onclick: () => act[key](), ...more,
  }, says[key]);
  const buttons = {
    contents: button("contents", "c"), slicer: button("slicer", "s", { "aria-expanded": "false" }),
    notes: button("notes", "n", { "aria-expanded": "false" }), park: button("park", "p"),
    vote: button("vote", "v", { "aria-pressed": "false" }), keys: button("keys", "?"),
  };
  const progress = deckElement("p", { class: "cx-deck-progress", role: "status" });
  const header = deckElement("header", { class: "cx-deck-header" },
    deckElement("h1", { class: "cx-deck-title" }, about.title), progress,
    deckElement("div", { class: "cx-deck-buttons" }, ...Object.values(buttons)));
  const banner = about.synthetic ? deckElement("p", { class: "cx-deck-banner" }, about.synthetic) : null;
  const slicer = deckElement("section", { class: "cx-deck-slicer", "aria-label": says.slicer });
  const message = deckElement("div", { class: "cx-deck-message", role: "alert", hidden: true });
  const lead = deckElement("div", { class: "cx-deck-lead" });
  const card = deckElement("div", { class: "cx-deck-card" });
  const parked = deckElement("section", { class: "cx-deck-parked", "aria-label": says.parked_here, hidden: true });
  const notes = deckElement("aside", { class: "cx-deck-notes", "aria-label": says.notes, hidden: true });
  const main = deckElement("main", { class: "cx-deck-main", tabindex: "-1", "aria-label": says.deck }, message, lead, card, parked);
  const back = deckElement("button", { type: "button", class: "cx-deck-button cx-deck-move", onclick: () => act.move(-1) }, `← ${says.previous}`);
  const on = deckElement("button", { type: "button", class: "cx-deck-button cx-deck-move", onclick: () => act.move(1) }, `${says.next} →`);
  const place = deckElement("p", { class: "cx-deck-place" });
  const nav = deckElement("nav", { class: "cx-deck-nav", "aria-label": says.deck }, back, place, on);
  const spoken = deckElement("p", { class: "cx-deck-spoken", role: "status" });
  host.append(...[header, banner, slicer, main, notes, nav, spoken].filter(Boolean));
  return { buttons, progress, slicer, message, lead, card, parked, notes, main, back, on, place, spoken };
}

// What the room reads below the finding: questions that were parked on it.
function deckQuestions(lines, says, empty) {
  if (!lines.length) return [deckElement("p", {}, empty)];
  const items = lines.map((line) => {
    const slice = line.slice ? deckElement("span", { class: "cx-deck-faint" }, ` (${says.slice}: ${line.slice})`) : null;
    return deckElement("li", {}, line.text, slice);
  });
  return [deckElement("ul", {}, ...items)];
}

function deckNotes(host, slide, content, says) {
  host.replaceChildren(deckElement("h2", {}, says.notes));
  const section = (title, ...children) => host.append(deckElement("h3", {}, title), ...children);
  if (slide?.reading) {
    const reading = deckElement("div", { class: "cx-deck-reading" });
    // The server escaped every tag of the notebook; the page's policy lets no script run.
    reading.innerHTML = slide.reading;
    section(says.reading, reading);
  }
  if (!content) return;
  const facts = deckElement("dl");
  const fact = (name, text) => { if (text) facts.append(deckElement("dt", {}, name), deckElement("dd", {}, String(text))); };
  for (const [name, text] of deckPairs(content.notes)) fact(name, text);
  fact(says.slice, content.slice);
  fact(says.next_step, content.next_step);
  fact(says.owner, content.owner);
  if (slide && !slide.follows) host.append(deckElement("p", {}, says.fixed));
  if (content.caveats.length) section(says.caveats, deckElement("ul", {}, ...content.caveats.map((text) => deckElement("li", {}, text))));
  section(says.provenance, facts);
}

function deckPairs(notes) {
  if (Array.isArray(notes)) return notes.map((one) => (Array.isArray(one) ? one : [one.label, one.text]));
  return Object.entries(notes ?? {});
}

function deckStatus(book, says) {
  const texts = { waiting: says.status_waiting, running: `${says.status_running} ${book.done}/${book.cells}`, failed: says.status_failed, lost: says.status_lost };
  return texts[book.status] ? ` (${texts[book.status]})` : "";
}

function startDeck(host, about) {
  const says = about.says;
  const say = (key, values = {}) => says[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  const page = [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const kept = new Map();
  const act = {
    contents: () => { fillContents(); contents.open(); contents.inside.querySelector("[aria-current]")?.focus(); },
    slicer: () => foldSlicer(!slicer?.folded()),
    notes: () => showNotes(frame.notes.hidden),
    park: () => { parking.open(); question.focus(); },
    vote: () => vote(),
    keys: () => keys.open(),
    move: (step) => move(step),
  };
  const frame = deckFrame(host, about, act);
  let deck = { books: [], slides: [], about: null }, board = { parked: [], votes: {}, mine: [] };
  let deckVersion = "", boardVersion = "", slicer = null, asking = null, card = null, content = null;
  let near = null; // the choices that the hand is near
  let shown = "", trouble = "", baseText = "", timer = null, drawing = null;
  const first = deckAddress();
  let now = { at: first.at, slice: first.slice ?? about.slice, against: first.against };

  // The windows.
  const contents = deckDialog(host, says.contents, says.close);
  const keys = deckDialog(host, says.keys, says.close);
  const parking = deckDialog(host, says.park, says.close);
  keys.inside.append(deckElement("ul", {}, ...["next", "previous", "ends", "scroll", "contents", "slicer", "notes", "park", "vote", "help"].map((one) => deckElement("li", {}, says[`key_${one}`]))));
  const question = deckElement("textarea", { id: "cx-deck-question", rows: "3", maxlength: "500", "aria-describedby": "cx-deck-hint" });
  const told = deckElement("p", { role: "status", class: "cx-deck-told" });
  const listed = deckElement("div");
  parking.inside.append(
    deckElement("label", { for: "cx-deck-question" }, says.question), question,
    deckElement("p", { id: "cx-deck-hint", class: "cx-deck-faint" }, says.question_hint),
    deckElement("button", { type: "button", class: "cx-deck-button cx-deck-main-button", onclick: () => park() }, says.keep), told,
    deckElement("h3", {}, says.parked_all), listed);
  question.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) park(); });

  const slideAt = (at) => deck.slides.find((slide) => slide.at === at);
  const isDone = () => deck.books.every((book) => book.status === "ready" || book.status === "failed");
  const lines = (at) => board.parked.filter((line) => at === null || line.where === at);

  // From here on: where we are.
  function move(step) {
    const place = deck.slides.findIndex((slide) => slide.at === now.at);
    const next = step === "first" ? 0 : step === "last" ? deck.slides.length - 1 : place + step;
    if (next === place || !deck.slides[next] || (step === 1 && isNextComing(place))) return;
    go({ ...now, at: deck.slides[next].at }, true);
  }
  // The page after the last one of a notebook that still runs is not there yet: it is waited for, not passed over.
  function isNextComing(place) {
    const slide = deck.slides[place];
    const book = deck.books.find((one) => one.name === slide?.book);
    return ["waiting", "running"].includes(book?.status) && deck.slides[place + 1]?.book !== slide.book;
  }
  function go(next, adds) {
    now = next;
    const address = deckWritten(now);
    if (location.hash !== address) history[adds ? "pushState" : "replaceState"](null, "", address);
    show();
  }
  async function show() {
    asking?.abort();
    clearTimeout(drawing);
    const slide = slideAt(now.at);
    if (!slide) return waitFor();
    if (slide.kind === "prose") return turn(slide, null);
    const wanted = now, name = deckName(slide, now);
    if (kept.has(name)) return settle(slide, kept.get(name));
    if (shown === slide.at) card?.working(true);
    else drawing = setTimeout(() => { turn(slide, null); card?.working(true); }, DECK_WAIT);
    asking = new AbortController();
    const { kind, sentence, found } = await deckAsk("answer", { view: slide.at, slice: now.slice, against: now.against, page }, asking.signal);
    if (wanted !== now || kind === "superseded") return;
    clearTimeout(drawing);
    if (kind === "ok") keep(name, found);
    settle(slide, kind === "ok" ? found : null, kind, sentence);
  }
  function deckName(slide, { slice, against }) {
    return slide.follows ? JSON.stringify([slide.at, slice, against]) : slide.at;
  }
  function keep(name, found) {
    kept.set(name, found);
    if (kept.size > DECK_KEPT) kept.delete(kept.keys().next().value);
  }
  function settle(slide, found, kind = "ok", sentence = "") {
    if (kind === "ok") {
      turn(slide, found);
      soothe();
      return lookAhead().then(lookNear);
    }
    if (shown !== slide.at) turn(slide, null);
    card?.working(false);
    if (kind === "refused") {
      content = null;
      card?.fail(sentence);
      return showNotes(!frame.notes.hidden);
    }
    worry(kind === "missing" ? "lost" : kind);
  }
  // Puts a page of the deck in place; the same page under another slice keeps its card and its axes.
  function turn(slide, found) {
    const isNew = shown !== slide.at;
    shown = slide.at;
    content = found?.content ?? null;
    if (isNew) {
      frame.lead.innerHTML = slide.lead; // escaped by the server, as above
      frame.main.classList.toggle("cx-deck-prose", slide.kind === "prose");
      frame.card.replaceChildren();
      card = slide.kind === "prose" ? null : makeCard(frame.card, { language: about.language, says: about.card, big: true, level: 2 });
      window.scrollTo(0, 0);
    }
    card?.working(false);
    if (content) card.show(content);
    // Where there is no picture the table is what there is to see.
    if (content && isNew) card.element.querySelector("details").open = !content.picture && !content.image;
    if (found) baseText = found.base || baseText;
    slicer?.setBase(baseText);
    showPlace(slide);
    showBoard();
    showNotes(!frame.notes.hidden);
    if (isNew) frame.spoken.textContent = `${frame.place.textContent}. ${content?.sentence ?? slide.title}`;
  }
  // The next page is worked out while this one is read, when nobody else needs the worker.
  async function lookAhead() {
    const next = deck.slides[deck.slides.findIndex((slide) => slide.at === now.at) + 1];
    if (!next || next.kind === "prose" || !next.ready) return;
    const name = deckName(next, now);
    if (kept.has(name)) return;
    const { kind, found } = await deckAsk("answer", { view: next.at, slice: now.slice, against: now.against, page, ahead: true });
    if (kind === "ok") keep(name, found);
  }
  // So are the choices that are one tick away in the open list, one after the other.
  async function lookNear() {
    const slide = slideAt(now.at), mine = near, asked = now;
    await new Promise((go) => setTimeout(go, DECK_REST));
    if (mine !== near || asked !== now) return;
    if (!near || !slide?.follows || !slide.ready || !frame.slicer.querySelector(".cx-slicer-panel:popover-open")) return;
    for (const text of near.texts) {
      const name = deckName(slide, { slice: text, against: near.against });
      if (kept.has(name)) continue;
      const { kind, found } = await deckAsk("answer", { view: slide.at, slice: text, against: near.against, page, ahead: true });
      if (kind === "ok") keep(name, found);
      if (mine !== near || asked !== now) return;
    }
  }
  function waitFor() {
    if (deck.slides.length && (!now.at || (isDone() && deck.books.every((book) => book.status !== "lost")))) {
      return go({ ...now, at: deck.slides[0].at }, false);
    }
    if (now.at) worry("not_ready");
  }

  // What is wrong, said in one place, and what can be done.
  function worry(kind) {
    const key = { away: "no_server", other: "other_server", lost: "lost", not_ready: "not_ready" }[kind];
    trouble = kind;
    frame.message.replaceChildren(deckElement("p", {}, say(key, { place: deckWritten(now) })));
    frame.message.hidden = false;
    later(DECK_SOON);
  }
  function offer() {
    const button = deckElement("button", { type: "button", class: "cx-deck-button cx-deck-main-button", onclick: () => { soothe(); show(); } }, says.resume);
    trouble = "offered";
    frame.message.replaceChildren(deckElement("p", {}, says.back_again), button);
    frame.message.hidden = false;
  }
  function soothe() {
    trouble = "";
    frame.message.hidden = true;
    frame.message.replaceChildren();
  }

  // What the server has, looked at again and again.
  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  }
  async function look() {
    const { kind, found } = await deckAsk(`state?deck=${deckVersion}&board=${boardVersion}`, null);
    if (kind === "ok") took(found);
    else if (kind !== "superseded" && trouble !== kind) worry(kind === "other" ? "other" : "away");
    later(trouble && trouble !== "offered" ? DECK_SOON : isDone() && deck.books.length ? DECK_LATER : DECK_SOON);
  }
  function took(found) {
    if (found.deck) {
      deck = found.deck;
      deckVersion = found.deckVersion;
      if (deck.about && !slicer) makeDeckSlicer();
      showProgress();
      if (contents.dialog.open) fillContents();
    }
    if (found.board) takeBoard(found);
    const slide = slideAt(now.at);
    if (trouble === "away" || trouble === "other") {
      soothe();
      kept.clear();
      show();
    } else if (trouble === "lost" && slide?.ready) offer();
    else if (!trouble && slide && !slide.ready && slide.kind === "finding") worry("lost");
    else if (!shown || trouble === "not_ready" || shown !== now.at) show();
    else if (slide && found.deck) showPlace(slide);
  }
  function takeBoard(found) {
    [board, boardVersion] = [found.board, found.boardVersion];
    showBoard();
  }

  // The parts around the finding.
  function showPlace(slide) {
    const place = deck.slides.indexOf(slide);
    const book = deck.books.find((one) => one.name === slide.book);
    frame.place.textContent = `${say("of", { n: place + 1, total: deck.slides.length })} · ${book?.title ?? ""}`;
    frame.back.disabled = place <= 0;
    frame.on.disabled = place >= deck.slides.length - 1 || isNextComing(place);
    document.title = `${slide.title} · ${about.title}`;
  }
  function showProgress() {
    const sum = (name) => deck.books.reduce((total, book) => total + book[name], 0);
    frame.progress.textContent = isDone() ? "" : say("running", { done: sum("done"), total: sum("cells") });
  }
  function showBoard() {
    const here = lines(shown), votes = board.votes[shown] ?? 0, mine = board.mine.includes(shown);
    const isFinding = slideAt(shown)?.kind === "finding";
    const dots = deckElement("span", { class: "cx-deck-dots", "aria-hidden": "true" }, ` ${"●".repeat(Math.min(votes, 12))}${votes ? ` ${votes}` : ""}`);
    frame.buttons.vote.replaceChildren(says.vote, dots);
    frame.buttons.vote.setAttribute("aria-pressed", String(mine));
    frame.buttons.vote.setAttribute("aria-label", `${says.vote_label}. ${say("votes", { n: votes })}`);
    frame.buttons.vote.disabled = !isFinding;
    frame.parked.hidden = !here.length;
    frame.parked.replaceChildren(deckElement("h2", {}, says.parked_here), ...deckQuestions(here, says, ""));
    listed.replaceChildren(...deckQuestions(lines(null), says, says.none_parked));
  }
  function showNotes(on) {
    frame.notes.hidden = !on;
    host.classList.toggle("cx-deck-with-notes", on);
    frame.buttons.notes.setAttribute("aria-expanded", String(on));
    if (on) deckNotes(frame.notes, slideAt(shown), content, says);
  }
  function fillContents() {
    contents.inside.replaceChildren(...deck.books.map((book) => {
      const items = deck.slides.filter((slide) => slide.book === book.name).map((slide) => {
        const votes = board.votes[slide.at] ? deckElement("span", { class: "cx-deck-faint" }, ` ● ${board.votes[slide.at]}`) : null;
        const current = slide.at === now.at ? { "aria-current": "page" } : {};
        return deckElement("li", {}, deckElement("button", {
          type: "button", class: "cx-deck-entry", ...current, onclick: () => { contents.dialog.close(); go({ ...now, at: slide.at }, true); },
        }, slide.title, votes));
      });
      const failure = book.failure ? deckElement("p", { class: "cx-deck-failed" }, book.failure) : null;
      return deckElement("section", {}, deckElement("h3", {}, book.title + deckStatus(book, says)), failure, deckElement("ul", {}, ...items));
    }));
  }
  function makeDeckSlicer() {
    slicer = makeSlicer(frame.slicer, deck.about, {
      text: now.slice, against: now.against, foldable: true,
      onChange: ({ text, against }) => go({ ...now, slice: text, against }, false),
      onNear: (choices) => {
        if (JSON.stringify(choices) === JSON.stringify(near)) return;
        near = choices;
        lookNear();
      },
    });
    slicer.fold(true);
    slicer.setBase(baseText);
  }
  function foldSlicer(on) {
    if (!slicer) return;
    slicer.fold(on);
    frame.buttons.slicer.setAttribute("aria-expanded", String(!on));
    if (on) frame.buttons.slicer.focus();
    else slicer.focus();
  }
  async function park() {
    const text = question.value.trim();
    if (!text) return question.focus();
    const { kind, sentence, found } = await deckAsk("park", { view: shown, slice: now.slice, against: now.against, text });
    told.textContent = kind === "ok" ? says.kept : sentence ?? says.no_server;
    if (kind !== "ok") return;
    question.value = "";
    takeBoard(found);
  }
  async function vote() {
    if (slideAt(shown)?.kind !== "finding") return;
    const wish = !board.mine.includes(shown);
    const { kind, sentence, found } = await deckAsk("vote", { view: shown, slice: now.slice, against: now.against, vote: wish });
    frame.spoken.textContent = kind === "ok" ? says[wish ? "voted" : "unvoted"] : sentence ?? says.no_server;
    if (kind === "ok") takeBoard(found);
  }

  // Keys, unless something that takes letters has the focus.
  const moves = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: "first", End: "last" };
  const letters = { c: "contents", s: "slicer", n: "notes", p: "park", v: "vote", "?": "keys" };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.("input, textarea, select, dialog, .cx-slicer, [contenteditable]")) return;
    if (event.key === " " && !target.closest?.("button, summary, a")) move(event.shiftKey ? -1 : 1);
    else if (event.key in moves) move(moves[event.key]);
    else if (event.key in letters) act[letters[event.key]]();
    else return;
    event.preventDefault();
  });
  // Esc or s in the folded-out slicer closes it; its own panels take Esc first.
  frame.slicer.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input[type=text], input[type=search], select, .cx-slicer-panel");
    if (slicer?.folded() || event.ctrlKey || event.metaKey || event.altKey || writes) return;
    if (event.key === "Escape" || event.key === "s") {
      event.preventDefault();
      foldSlicer(true);
    }
  }, true);
  window.addEventListener("hashchange", moved);
  window.addEventListener("popstate", moved);
  function moved() {
    const next = deckAddress();
    const wanted = { at: next.at || now.at, slice: next.slice ?? about.slice, against: next.against };
    if (deckWritten(wanted) === deckWritten(now)) return;
    now = wanted;
    slicer?.set(now.slice, now.against, true);
    show();
  }
  history.replaceState(null, "", location.pathname + (location.hash || ""));
  look();
}
