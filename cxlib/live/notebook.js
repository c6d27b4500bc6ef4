// gives: notebookSlicer, notebookView
// needs: card, slicer

// The notebook's side: a slicer and views that are each the face of a widget in the kernel.

const NOTEBOOK_PAGE = Math.random().toString(36).slice(2);
const NOTEBOOK_PATIENCE = 150; // ms that the old picture may stand before it is marked as old
const NOTEBOOK_SILENCE = 2500; // ms without a word from the kernel
const NOTEBOOK_MOST_AHEAD = 48; // answers that a view keeps before they are asked for
const notebookRooms = new Map();
let notebookClients = 0;

// What the views of one slicer share: the number of the choice that is current, and whether one is on its way.
function notebookRoom(name) {
  if (!notebookRooms.has(name)) notebookRooms.set(name, { number: 0, pending: false, views: new Set() });
  return notebookRooms.get(name);
}

function notebookMark(room) {
  for (const view of room.views) view.mark();
}

function notebookKey(text, against) {
  return JSON.stringify([text, against]);
}

function notebookSlicer(model, el) {
  el.classList.add("cx-live");
  const about = model.get("about");
  const room = notebookRoom(model.get("room"));
  const client = `${NOTEBOOK_PAGE}-${(notebookClients += 1)}`;
  let sent = 0, silence = null, near = "";
  const state = model.get("state");
  const slicer = makeSlicer(el, about, {
    text: state.text, against: state.against, foldable: true,
    saved: {
      load: () => model.get("saved"),
      store: (all) => {
        model.set("saved", all);
        model.save_changes();
      },
    },
    // What may be chosen next is answered while the kernel has nothing else to do.
    onNear: (choices) => {
      if (JSON.stringify(choices) === near) return;
      near = JSON.stringify(choices);
      model.send({ kind: "near", ...choices });
    },
    onChange: ({ text, against }) => {
      sent += 1;
      room.pending = true;
      model.send({ kind: "choose", client, sent, text, against });
      for (const view of room.views) view.chosen(notebookKey(text, against));
      notebookMark(room);
      clearTimeout(silence);
      silence = setTimeout(() => slicer.setBase(about.says.waiting), NOTEBOOK_SILENCE);
    },
  });
  function heard() {
    const now = model.get("state");
    // The kernel has not yet heard the last choice made here: its answer is on the way.
    if (now.client === client && now.sent < sent) return;
    clearTimeout(silence);
    room.pending = false;
    room.number = now.number;
    if (!now.error && (slicer.text() !== now.text || slicer.against() !== now.against)) slicer.set(now.text, now.against, true);
    slicer.fail(now.error);
    slicer.setBase(now.base ?? "…");
    notebookMark(room);
  }
  model.on("change:state", heard);
  heard();
  model.send({ kind: "open", client, page: NOTEBOOK_PAGE });
  return () => {
    clearTimeout(silence);
    model.off("change:state", heard);
  };
}

function notebookView(model, el) {
  el.classList.add("cx-live");
  // JupyterLab's single keys (d d deletes a cell) must not be heard from the buttons of a card.
  el.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  const room = notebookRoom(model.get("room"));
  const client = `${NOTEBOOK_PAGE}-${(notebookClients += 1)}`;
  const card = makeCard(el, { language: model.get("language"), says: model.get("says"), big: false, locked: true });
  const ahead = (model.cxAhead ??= new Map()); // shared by all views of this model
  let late = null, early = null, drawn = null, isSeen = false;
  // An answer that is already here is shown at once; the kernel's own, which is the same, comes after it.
  function chosen(key) {
    const mine = early = ahead.get(key) ?? null;
    const draw = () => {
      if (!mine || mine !== early || mine === drawn) return;
      drawn = mine;
      card.show(mine);
    };
    drawn = null;
    if (isSeen) draw();
    else setTimeout(draw, NOTEBOOK_PATIENCE);
  }
  function mark() {
    const isOld = room.pending || model.get("shown").number < room.number;
    if (early && !isOld) return show();
    const waiting = isOld && !early;
    el.firstElementChild?.setAttribute("aria-busy", String(waiting));
    if (!waiting) {
      clearTimeout(late);
      late = null;
      card.working(false);
    } else late ??= setTimeout(() => card.working(true), NOTEBOOK_PATIENCE);
  }
  function show() {
    const { content, error, number } = model.get("shown");
    if (early && (room.pending || number < room.number)) return;
    const isShown = early && drawn === early && JSON.stringify(early) === JSON.stringify(content);
    early = drawn = null;
    if (error) card.fail(error);
    else if (!isShown) card.show(content);
    fill();
    mark();
  }
  function hear({ kind, text, against, content }) {
    if (kind === "forget") ahead.clear();
    if (kind !== "ahead") return;
    ahead.set(notebookKey(text, against), content);
    if (ahead.size > NOTEBOOK_MOST_AHEAD) ahead.delete(ahead.keys().next().value);
  }
  // The lines of a table come after the pictures of all views.
  function fill() {
    const { of, number, ...table } = model.get("table");
    const { content, number: shown } = model.get("shown");
    if (!early && content?.table.late && content.key === of && shown === number) card.setTable(table);
  }
  model.on("change:shown", show);
  model.on("change:table", fill);
  model.on("msg:custom", hear);
  const view = { mark, chosen };
  room.views.add(view);
  show();
  const say = (seen) => model.send({ kind: "seen", client, page: NOTEBOOK_PAGE, seen });
  const watch = new IntersectionObserver((entries) => say(entries.at(-1).isIntersecting), { rootMargin: "150px" });
  const sight = new IntersectionObserver((entries) => { isSeen = entries.at(-1).isIntersecting; });
  for (const one of [watch, sight]) one.observe(el);
  return () => {
    for (const one of [watch, sight]) one.disconnect();
    clearTimeout(late);
    room.views.delete(view);
    model.off("msg:custom", hear);
    model.off("change:shown", show);
    model.off("change:table", fill);
    say(null);
  };
}
