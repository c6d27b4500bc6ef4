// gives: notebookSlicer, notebookView
// needs: card, slicer

// The notebook's side: a slicer and views that are each the face of a widget in the kernel.

const NOTEBOOK_PAGE = Math.random().toString(36).slice(2);
const NOTEBOOK_PATIENCE = 150; // ms that the old picture may stand before it is marked as old
const NOTEBOOK_SILENCE = 2500; // ms without a word from the kernel
const notebookRooms = new Map();
let notebookClients = 0;

// What the views of one slicer share: the number of the choice that is current.
function notebookRoom(name) {
  if (!notebookRooms.has(name)) notebookRooms.set(name, { number: 0, pending: false, cards: new Set() });
  return notebookRooms.get(name);
}

function notebookMark(room) {
  for (const mark of room.cards) mark();
}

function notebookSlicer(model, el) {
  el.classList.add("cx-live");
  const about = model.get("about");
  const room = notebookRoom(model.get("room"));
  const client = `${NOTEBOOK_PAGE}-${(notebookClients += 1)}`;
  let sent = 0, silence = null;
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
    onChange: ({ text, against }) => {
      sent += 1;
      room.pending = true;
      model.send({ kind: "choose", client, sent, text, against });
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
  let late = null;
  function mark() {
    const waiting = room.pending || model.get("shown").number < room.number;
    el.firstElementChild?.setAttribute("aria-busy", String(waiting));
    if (!waiting) {
      clearTimeout(late);
      late = null;
      card.working(false);
    } else late ??= setTimeout(() => card.working(true), NOTEBOOK_PATIENCE);
  }
  function show() {
    const { content, error } = model.get("shown");
    if (error) card.fail(error);
    else card.show(content);
    mark();
  }
  model.on("change:shown", show);
  room.cards.add(mark);
  show();
  const say = (seen) => model.send({ kind: "seen", client, page: NOTEBOOK_PAGE, seen });
  const watch = new IntersectionObserver((entries) => say(entries.at(-1).isIntersecting), { rootMargin: "150px" });
  watch.observe(el);
  return () => {
    watch.disconnect();
    clearTimeout(late);
    room.cards.delete(mark);
    model.off("change:shown", show);
    say(null);
  };
}
