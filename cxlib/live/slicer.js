// gives: makeSlicer, slicerParse, slicerWrite, slicerCheck, slicerFold

// The slice as text: the grammar of cxlib/slices.py, read and written here in the same form.

const SLICER_SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SLICER_EDGES = new RegExp(`^${SLICER_SPACE}+|${SLICER_SPACE}+$`, "g");
const SLICER_NOT = new RegExp(`^${SLICER_SPACE}*not${SLICER_SPACE}*\\(`);
const SLICER_NOT_OPEN = new RegExp(`^${SLICER_SPACE}*not${SLICER_SPACE}*\\($`);
const SLICER_PLAIN = new RegExp(`^(?!${SLICER_SPACE})[^&,="\\\\]+$`);
const SLICER_ENDS_IN_SPACE = new RegExp(`${SLICER_SPACE}$`);

class SlicerError extends Error {
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

function slicerTrim(text) {
  return text.replace(SLICER_EDGES, "");
}

// By code points, as Python sorts; arrays by their first difference.
function slicerOrder(one, other) {
  if (typeof one === "string") {
    const a = [...one], b = [...other];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) return a[i].codePointAt(0) - b[i].codePointAt(0);
    }
    return a.length - b.length;
  }
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = slicerOrder(one[i], other[i]);
    if (difference) return difference;
  }
  return one.length - other.length;
}

function slicerSorted(items) {
  const sorted = [...items].sort(slicerOrder);
  return sorted.filter((item, i) => i === 0 || slicerOrder(item, sorted[i - 1]) !== 0);
}

function slicerSplit(text, mark) {
  if (!slicerTrim(text)) return [];
  const parts = [];
  let inside = false, escaped = false, start = 0, depth = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (escaped) escaped = false;
    else if (letter === "\\" && inside) escaped = true;
    else if (letter === '"') inside = !inside;
    else if (inside) continue;
    else if (letter === "(" && (depth || SLICER_NOT_OPEN.test(text.slice(start, i + 1)))) depth += 1;
    else if (letter === ")" && depth) depth -= 1;
    else if (letter === mark && !depth) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (inside) throw new SlicerError("error_quote", { text });
  if (depth) throw new SlicerError("error_bracket", { text });
  return [...parts, text.slice(start)];
}

function slicerUnquote(text) {
  const bare = slicerTrim(text);
  if (bare.length >= 2 && bare.startsWith('"') && bare.endsWith('"')) return bare.slice(1, -1).replace(/\\([^])/g, "$1");
  return bare;
}

function slicerRead(parts, text) {
  const found = new Map();
  for (const part of parts) {
    const pieces = slicerSplit(part, "=");
    if (pieces.length !== 2) throw new SlicerError("error_read", { text });
    const name = slicerUnquote(pieces[0]);
    let kept = slicerSplit(pieces[1], ",").map(slicerUnquote);
    if (kept.length === 1 && kept[0] === "" && !pieces[1].includes('""')) kept = [];
    const key = name === "weights" && slicerTrim(pieces[0]) === name ? "=weights" : `.${name}`;
    if (found.has(key)) throw new SlicerError("error_twice", { text, name });
    found.set(key, [name, kept]);
  }
  return found;
}

function slicerLevels(found) {
  const pairs = [...found.values()].map(([name, kept]) => [name, slicerSorted(kept)]);
  if (pairs.some(([name]) => name === "period")) throw new SlicerError("error_period_inside", {});
  return slicerSorted(pairs);
}

// {inside: [[segment, levels]], apart: [[[segment, levels]]], periods: [..] or null, weights}
function slicerParse(given) {
  const text = given.normalize("NFC");
  const parts = slicerSplit(text, "&");
  const groups = parts.filter((part) => SLICER_NOT.test(part));
  const found = slicerRead(parts.filter((part) => !SLICER_NOT.test(part)), text);
  const weights = found.get("=weights") ?? ["weights", ["on"]];
  const periods = found.get(".period");
  found.delete("=weights");
  found.delete(".period");
  if (weights[1].length !== 1 || !["on", "off"].includes(weights[1][0])) {
    throw new SlicerError("error_weights", { text });
  }
  const apart = groups.map((group) => {
    const inner = slicerTrim(group);
    if (!inner.endsWith(")")) throw new SlicerError("error_bracket", { text });
    return slicerLevels(slicerRead(slicerSplit(inner.slice(inner.indexOf("(") + 1, -1), "&"), text));
  });
  return {
    inside: slicerLevels(found),
    apart: slicerSorted(apart),
    periods: periods ? slicerSorted(periods[1]) : null,
    weights: weights[1][0] === "on",
  };
}

function slicerQuoted(text) {
  return `"${text.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
}

function slicerQuote(text, within) {
  const plain = SLICER_PLAIN.test(text) && !SLICER_ENDS_IN_SPACE.test(text);
  return plain && !(within && /[()]/.test(text)) ? text : slicerQuoted(text);
}

function slicerPair([name, kept], within) {
  const ours = name === "weights" || SLICER_NOT.test(name);
  const written = ours ? slicerQuoted(name) : slicerQuote(name, within);
  return `${written} = ${kept.map((level) => slicerQuote(level, within)).join(", ")}`;
}

function slicerWrite(value) {
  const parts = slicerSorted(value.inside).map((pair) => slicerPair(pair, false));
  for (const group of slicerSorted(value.apart)) parts.push(`not (${group.map((pair) => slicerPair(pair, true)).join(" & ")})`);
  if (value.periods !== null) parts.push(`period = ${value.periods.map((period) => slicerQuote(period, false)).join(", ")}`);
  if (!value.weights) parts.push("weights = off");
  return parts.join(" & ");
}

// Letters without their marks and case, as people type when they search.
function slicerFold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function slicerSay(says, key, values = {}) {
  return (says[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function slicerNear(given, names) {
  const wanted = slicerFold(given);
  const pairs = (text) => new Set([...` ${text} `].map((letter, i, all) => letter + (all[i + 1] ?? "")));
  const mine = pairs(wanted);
  let best = null, most = 0.5;
  for (const name of names) {
    const other = pairs(slicerFold(name));
    const shared = [...mine].filter((pair) => other.has(pair)).length;
    const likeness = (2 * shared) / (mine.size + other.size);
    if (likeness > most) [best, most] = [name, likeness];
  }
  return best;
}

// The sentence that says which name is not there, or null.
function slicerCheck(value, about) {
  const wrong = (key, name, names, more = {}) => {
    const near = slicerNear(name, names);
    const hint = near === null ? "" : " " + slicerSay(about.says, "error_near", { near });
    return slicerSay(about.says, key, { name, ...more }) + hint;
  };
  for (const [name, kept] of [value.inside, ...value.apart].flat()) {
    const segment = about.segments.find((one) => one.name === name);
    if (!segment) return wrong("error_segment", name, about.segments.map((one) => one.name));
    const levels = new Set(segment.levels.map((one) => one.level));
    const lost = kept.find((level) => !levels.has(level));
    if (lost !== undefined) return wrong("error_level", lost, levels, { segment: segment.label });
  }
  const periods = about.periods.map((one) => one.period);
  const lost = (value.periods ?? []).find((period) => !periods.includes(period));
  return lost === undefined ? null : wrong("error_period", lost, periods);
}

// The controls.

let slicerCount = 0;
const SLICER_MOST_SHOWN = 300;
const SLICER_MOST_NEAR = 8;
const SLICER_MOST_UNDONE = 100;
const SLICER_PAUSE = 60; // ms: the first change goes at once, those that follow it closely go as one

function slicerElement(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function slicerLeading(send) {
  let timer = null, waiting = false, last = -Infinity;
  const go = () => {
    timer = null;
    waiting = false;
    last = performance.now();
    send();
  };
  return () => {
    if (waiting) clearTimeout(timer);
    const left = SLICER_PAUSE - (performance.now() - last);
    if (left <= 0) return go();
    waiting = true;
    timer = setTimeout(go, left);
  };
}

function slicerStorage(study) {
  const key = `cx-slices:${study ?? ""}`;
  let kept = {};
  return {
    load() {
      try {
        kept = JSON.parse(localStorage.getItem(key) ?? "{}");
      } catch {
        // A page opened from a file may not be allowed to keep anything: then it is kept until it closes.
      }
      return kept;
    },
    store(all) {
      kept = all;
      try {
        localStorage.setItem(key, JSON.stringify(all));
      } catch {
        // As above.
      }
    },
  };
}

// A button with a panel that opens below it, above everything else on the page.
function slicerPanel(title, fill) {
  slicerCount += 1;
  const id = `cx-panel-${slicerCount}`;
  const panel = slicerElement("div", { id, class: "cx-slicer-panel", role: "dialog", "aria-label": title, popover: "manual", hidden: true });
  const name = slicerElement("span", { class: "cx-slicer-button-name" }, title);
  const summary = slicerElement("span", { class: "cx-slicer-button-summary" });
  const button = slicerElement("button", {
    type: "button", class: "cx-slicer-button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": id,
  }, name, ": ", summary);
  const element = slicerElement("div", { class: "cx-slicer-place" }, button, panel);
  const above = typeof panel.showPopover === "function";
  let content = null;
  const place = () => {
    const at = button.getBoundingClientRect();
    const size = panel.getBoundingClientRect();
    const below = window.innerHeight - at.bottom;
    panel.style.left = `${Math.max(4, Math.min(at.left, window.innerWidth - size.width - 4))}px`;
    panel.style.top = `${below < size.height + 8 && at.top > below ? Math.max(4, at.top - size.height - 4) : at.bottom + 4}px`;
  };
  const outside = (event) => {
    if (!element.contains(event.composedPath()[0])) close(false);
  };
  const isOpen = () => !panel.hidden;
  function open() {
    if (isOpen()) return;
    content ??= fill(panel, close);
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    content.sync();
    if (above) {
      panel.showPopover();
      place();
      window.addEventListener("scroll", place, true);
      window.addEventListener("resize", place);
    } else panel.removeAttribute("popover");
    content.opened?.();
    document.addEventListener("pointerdown", outside, true);
    content.focus();
  }
  function close(back = true) {
    if (!isOpen()) return;
    panel.hidden = true;
    if (above) panel.hidePopover();
    button.setAttribute("aria-expanded", "false");
    window.removeEventListener("scroll", place, true);
    window.removeEventListener("resize", place);
    document.removeEventListener("pointerdown", outside, true);
    if (back) button.focus();
  }
  button.addEventListener("click", () => (isOpen() ? close() : open()));
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      open();
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close(false);
  });
  return {
    element, button, open, close,
    sync(text, active) {
      summary.textContent = text;
      button.classList.toggle("cx-on", active);
      if (isOpen()) content.sync();
    },
  };
}

// A list of levels to tick. items: [{key, label, n}]; kept(): Set; choose(keys) takes the new choice; near(choices) hears of those that are one tick away.
function slicerList(title, items, { says, number, kept, choose, near }) {
  const folded = items.map((item) => slicerFold(item.label));
  return slicerPanel(title, (panel) => {
    const label = slicerSay(says, "search", { what: title });
    const search = slicerElement("input", { type: "search", class: "cx-slicer-search", placeholder: label, "aria-label": label, autocomplete: "off", oninput: () => draw() });
    const list = slicerElement("div", { class: "cx-slicer-list", role: "group", "aria-label": title });
    const note = slicerElement("p", { class: "cx-slicer-note", "aria-live": "polite" });
    const ticked = (on) => {
      const shown = new Set(found().map((item) => item.key));
      const rest = [...kept()].filter((key) => !shown.has(key));
      // All of an unsearched list is everyone: nothing is left out.
      choose(on && (rest.length || shown.size < items.length) ? [...rest, ...shown] : rest);
    };
    const all = slicerElement("button", { type: "button", onclick: () => ticked(true) }, says.check_all);
    const none = slicerElement("button", { type: "button", onclick: () => ticked(false) }, says.check_none);
    panel.append(search, slicerElement("div", { class: "cx-slicer-row" }, all, none), list, note);
    const boxes = () => [...list.querySelectorAll("input")];
    const found = () => {
      const wanted = slicerFold(search.value.trim());
      return wanted ? items.filter((_, i) => folded[i].includes(wanted)) : items;
    };
    function draw() {
      const chosen = kept();
      const shown = found();
      list.replaceChildren(...shown.slice(0, SLICER_MOST_SHOWN).map((item) => {
        const box = slicerElement("input", { type: "checkbox", onchange: (event) => toggle(item.key, event.target.checked) });
        box.checked = chosen.has(item.key);
        box.dataset.key = item.key;
        const n = item.n === null || item.n === undefined ? null : slicerElement("span", { class: "cx-slicer-n" }, number(item.n));
        return slicerElement("label", { class: "cx-slicer-level" }, box, slicerElement("span", { class: "cx-slicer-name" }, item.label), n);
      }));
      const more = shown.length - SLICER_MOST_SHOWN;
      note.textContent = !shown.length ? says.no_match : more > 0 ? slicerSay(says, "more", { n: number(more) }) : says.hint;
    }
    function toggled(key, on) {
      const chosen = new Set(kept());
      if (on) chosen.add(key);
      else chosen.delete(key);
      return [...chosen];
    }
    const toggle = (key, on) => choose(toggled(key, on));
    // The level that the hand is on comes first.
    function nearby(...first) {
      const keys = [...new Set([...first, ...found().map((item) => item.key)])].slice(0, SLICER_MOST_NEAR);
      near(keys.map((key) => toggled(key, !kept().has(key))));
    }
    for (const kind of ["pointerover", "focusin"]) {
      list.addEventListener(kind, (event) => {
        const key = event.target.closest("label")?.querySelector("input").dataset.key;
        if (key !== undefined) nearby(key);
      });
    }
    panel.addEventListener("keydown", (event) => {
      const inputs = boxes();
      const at = inputs.indexOf(document.activeElement);
      const targets = { ArrowDown: inputs[at + 1], ArrowUp: at > 0 ? inputs[at - 1] : search, Home: inputs[0], End: inputs.at(-1) };
      if (event.key === "Enter" && event.target === search && found().length === 1) toggle(found()[0].key, !kept().has(found()[0].key));
      else if (event.key === "Enter" && at >= 0) inputs[at].click();
      else if (event.key in targets && !(event.target === search && event.key !== "ArrowDown")) targets[event.key]?.focus();
      else return;
      event.preventDefault();
    });
    draw();
    return {
      focus: () => search.focus(),
      opened: nearby,
      sync() {
        const chosen = kept();
        for (const box of boxes()) box.checked = chosen.has(box.dataset.key);
        nearby();
      },
    };
  });
}

async function slicerCopy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = slicerElement("textarea", { "aria-hidden": "true", style: "position:fixed;opacity:0" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function makeSlicer(host, about, { text = "", against = "", onChange = () => {}, onNear = () => {}, foldable = false, saved = null } = {}) {
  const says = about.says;
  const say = (key, values) => slicerSay(says, key, values);
  const format = new Intl.NumberFormat(about.language);
  const number = (n) => format.format(n);
  const store = saved ?? slicerStorage(about.study);
  let names = { ...store.load() };
  let value = slicerParse(""), other = "", done = [];
  let draft = false; // "another slice" was chosen, its text not yet given
  const send = slicerLeading(() => onChange({ text: slicerWrite(value), against: other }));

  const segmentOf = (name) => about.segments.find((one) => one.name === name);
  const labelOf = (name, level) => segmentOf(name)?.levels.find((one) => one.level === level)?.label ?? level;
  const periodOf = (period) => about.periods.find((one) => one.period === period)?.label ?? period;
  const isOutside = () => value.inside.length === 0 && value.apart.length === 1;
  const shownLevels = () => (isOutside() ? value.apart[0] : value.inside);
  const keptOf = (name) => new Set(shownLevels().find((pair) => pair[0] === name)?.[1] ?? []);

  function withLevels(pairs, outside = isOutside()) {
    const levels = slicerSorted(pairs);
    const others = isOutside() ? [] : value.apart;
    return outside ? { ...value, inside: [], apart: levels.length ? [levels] : [] } : { ...value, inside: levels, apart: others };
  }

  // Every change by hand goes through here, so that each can be taken back.
  function change(next, nextOther = other, silent = false) {
    const before = { text: slicerWrite(value), against: other };
    const after = slicerWrite(next);
    if (before.text === after && before.against === nextOther) return render();
    done = [...done.slice(1 - SLICER_MOST_UNDONE), before];
    settle(next, nextOther, silent);
  }

  function settle(next, nextOther, silent) {
    [value, other, draft] = [next, nextOther, false];
    refuse("");
    render();
    if (!silent) send();
  }

  function read(given) {
    try {
      const parsed = slicerParse(given);
      return { parsed, wrong: slicerCheck(parsed, about) };
    } catch (error) {
      if (!(error instanceof SlicerError)) throw error;
      return { parsed: null, wrong: say(error.key, error.values) };
    }
  }

  // What a list does with the keys chosen in it, and with those that may be chosen next.
  function following(withKeys) {
    return {
      choose: (keys) => change(withKeys(keys)),
      near: (choices) => onNear({ texts: choices.map((keys) => slicerWrite(withKeys(keys))), against: other }),
    };
  }

  // Above: what is chosen.
  const chips = slicerElement("span", { class: "cx-slicer-chips", role: "list", "aria-label": says.showing });
  const base = slicerElement("span", { class: "cx-slicer-base", role: "status" });
  const undoButton = slicerElement("button", { type: "button", class: "cx-slicer-undo", onclick: () => undo() }, says.undo);
  const resetButton = slicerElement("button", { type: "button", class: "cx-slicer-reset", onclick: () => change(slicerParse(""), "") }, says.reset);
  const foldButton = foldable
    ? slicerElement("button", { type: "button", class: "cx-slicer-fold", "aria-expanded": "true", onclick: () => fold(!body.hidden) })
    : null;
  const top = slicerElement("div", { class: "cx-slicer-top" }, slicerElement("span", { class: "cx-slicer-showing" }, `${says.showing}:`), chips, base,
    slicerElement("span", { class: "cx-slicer-actions" }, undoButton, resetButton, foldButton));

  // The lists.
  const lists = new Map();
  for (const segment of about.segments.filter((one) => one.listed !== false)) {
    const items = segment.levels.map((one) => ({ key: one.level, label: one.label, n: one.n }));
    const withKeys = (keys) => {
      const rest = shownLevels().filter(([name]) => name !== segment.name);
      return withLevels(keys.length ? [...rest, [segment.name, slicerSorted(keys)]] : rest);
    };
    lists.set(segment.name, slicerList(segment.label, items, { says, number, kept: () => keptOf(segment.name), ...following(withKeys) }));
  }
  const periods = about.periods.length
    ? slicerList(says.periods, about.periods.map((one) => ({ key: one.period, label: one.label, n: null })), {
        says, number,
        kept: () => new Set(value.periods ?? []),
        ...following((keys) => ({ ...value, periods: keys.length ? slicerSorted(keys) : null })),
      })
    : null;
  const outsideBox = slicerElement("input", { type: "checkbox", onchange: () => change(withLevels(shownLevels(), outsideBox.checked)) });
  const outside = slicerElement("label", { class: "cx-slicer-check" }, outsideBox, says.outside);
  const weightsBox = slicerElement("input", { type: "checkbox", onchange: () => change({ ...value, weights: weightsBox.checked }) });
  const weights = about.weighted ? slicerElement("label", { class: "cx-slicer-check" }, weightsBox, says.weights) : null;

  // Compare with.
  const againstSelect = slicerElement("select", { onchange: () => compare(againstSelect.value) });
  const againstText = slicerElement("input", {
    type: "text", class: "cx-slicer-text", "aria-label": says.against_text, placeholder: says.placeholder, spellcheck: "false", onchange: () => compareWith(againstText.value),
  });
  const againstPlace = slicerElement("div", { class: "cx-slicer-row" }, slicerElement("label", {}, `${says.against} `, againstSelect), againstText);
  function compare(choice) {
    if (choice === "slice") {
      draft = true;
      render();
      againstText.focus();
    } else if (choice.startsWith("saved ")) compareWith(names[choice.slice(6)].text);
    else change(value, choice);
  }
  function compareWith(given) {
    const { parsed, wrong } = read(given);
    if (wrong) return refuse(wrong);
    change(value, slicerWrite(parsed));
  }

  // The slice as text, and slices kept under a name.
  const textBox = slicerElement("input", {
    type: "text", class: "cx-slicer-text", placeholder: says.placeholder, spellcheck: "false", autocomplete: "off", onchange: () => typed(),
  });
  const copied = slicerElement("span", { class: "cx-slicer-copied", role: "status" });
  const copy = slicerElement("button", {
    type: "button", class: "cx-slicer-copy",
    onclick: async () => {
      copied.textContent = (await slicerCopy(slicerWrite(value))) ? says.copied : says.not_copied;
      setTimeout(() => { copied.textContent = ""; }, 3000);
    },
  }, says.copy);
  function typed() {
    const { parsed, wrong } = read(textBox.value);
    if (wrong) return refuse(wrong);
    change(parsed);
  }
  const kept = slicerPanel(says.saved, (panel) => {
    const name = slicerElement("input", { type: "text", class: "cx-slicer-search", "aria-label": says.name, placeholder: says.name, maxlength: "80" });
    const keep = () => {
      const title = name.value.trim();
      if (!title) return name.focus();
      name.value = "";
      rename({ ...names, [title]: { text: slicerWrite(value), against: other } });
    };
    const list = slicerElement("div", { class: "cx-slicer-list", role: "list", "aria-label": says.saved });
    name.addEventListener("keydown", (event) => { if (event.key === "Enter") keep(); });
    panel.append(slicerElement("div", { class: "cx-slicer-row" }, name, slicerElement("button", { type: "button", class: "cx-slicer-save", onclick: keep }, says.save)), list);
    return {
      focus: () => name.focus(),
      sync() {
        list.replaceChildren(...Object.keys(names).sort(slicerOrder).map((title) => slicerElement("div", { class: "cx-slicer-row", role: "listitem" },
          slicerElement("button", { type: "button", class: "cx-slicer-recall", title: names[title].text, onclick: () => recall(title) }, title),
          slicerElement("button", {
            type: "button", class: "cx-slicer-delete", "aria-label": say("delete", { name: title }),
            onclick: () => {
              const { [title]: gone, ...left } = names;
              rename(left);
              name.focus();
            },
          }, "×"))));
      },
    };
  });
  function rename(all) {
    names = all;
    store.store(all);
    render();
  }
  function recall(title) {
    const { parsed, wrong } = read(names[title].text);
    if (wrong) return refuse(wrong);
    change(parsed, names[title].against ?? "");
    kept.close();
  }

  const error = slicerElement("p", { class: "cx-slicer-error", role: "alert" });
  const body = slicerElement("div", { class: "cx-slicer-body" },
    slicerElement("div", { class: "cx-slicer-row" }, ...[...lists.values()].map((one) => one.element), periods?.element, outside, weights),
    slicerElement("div", { class: "cx-slicer-row" }, againstPlace, kept.element),
    slicerElement("div", { class: "cx-slicer-row" }, slicerElement("label", { class: "cx-slicer-wide" }, `${says.text} `, textBox), copy, copied));
  // JupyterLab and the presenter have single keys of their own, which must not be heard from inside.
  const element = slicerElement("div", {
    class: "cx-slicer", role: "group", "aria-label": says.title, lang: about.language,
    onkeydown: (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    },
  }, top, body, error);

  function chip(what, n, remove) {
    const shown = n === null ? what : `${what} (${number(n)})`;
    const cross = slicerElement("button", {
      type: "button", class: "cx-slicer-x", "aria-label": say("remove", { what }),
      onclick: () => {
        const place = [...chips.children].findIndex((one) => one.contains(cross));
        remove();
        (chips.children[Math.min(place, chips.children.length - 1)]?.querySelector("button") ?? resetButton).focus();
      },
    }, "×");
    return slicerElement("span", { class: "cx-chip", role: "listitem" }, slicerElement("span", {}, shown), cross);
  }
  function countOf(name, levels) {
    const found = segmentOf(name)?.levels.filter((one) => levels.includes(one.level)) ?? [];
    return found.length && found.every((one) => one.n !== null && one.n !== undefined) ? found.reduce((sum, one) => sum + one.n, 0) : null;
  }
  const titleOf = ([name, levels]) => `${segmentOf(name)?.label ?? name}: ${levels.map((level) => labelOf(name, level)).join(", ") || says.none}`;
  function chosen() {
    const made = value.inside.map((pair) => chip(titleOf(pair), countOf(...pair), () => change({ ...value, inside: value.inside.filter((one) => one !== pair) })));
    for (const group of value.apart) {
      const what = say("not", { what: group.map(titleOf).join(" & ") });
      made.push(chip(what, null, () => change({ ...value, apart: value.apart.filter((one) => one !== group) })));
    }
    if (value.periods !== null) {
      const what = `${says.periods}: ${value.periods.map(periodOf).join(", ") || says.none}`;
      made.push(chip(what, null, () => change({ ...value, periods: null })));
    }
    if (!value.weights) made.push(chip(says.weights_off, null, () => change({ ...value, weights: true })));
    const everyone = value.inside.length || value.apart.length ? [] : [slicerElement("span", { class: "cx-chip cx-chip-all", role: "listitem" }, says.everyone)];
    const compared = other ? [chip(say("compared", { what: otherTitle() }), null, () => change(value, ""))] : [];
    return [...everyone, ...made, ...compared];
  }
  function otherTitle() {
    if (other === "rest") return says.against_rest;
    return other === "previous" ? say("against_previous", { wave: periodOf(about.previous) }) : other;
  }
  function options() {
    const listed = [["", says.against_none], ["rest", says.against_rest]];
    if (about.previous) listed.push(["previous", say("against_previous", { wave: periodOf(about.previous) })]);
    for (const title of Object.keys(names).sort(slicerOrder)) listed.push([`saved ${title}`, title]);
    return [...listed, ["slice", says.against_slice]].map(([key, shown]) => slicerElement("option", { value: key }, shown));
  }
  function render() {
    chips.replaceChildren(...chosen());
    for (const [name, list] of lists) {
      const levels = [...keptOf(name)];
      const none = shownLevels().some(([one, some]) => one === name && !some.length) ? says.none : says.all;
      const some = levels.length === 0 ? none : levels.length === 1 ? labelOf(name, levels[0]) : say("chosen", { n: number(levels.length) });
      const isLeftOut = isOutside() && levels.length > 0 && shownLevels().length === 1;
      list.sync(isLeftOut ? say("not", { what: some }) : some, levels.length > 0);
    }
    const some = value.periods ?? [];
    periods?.sync(some.length === 0 ? says.all : some.length === 1 ? periodOf(some[0]) : say("chosen", { n: number(some.length) }), some.length > 0);
    outsideBox.checked = isOutside();
    outsideBox.disabled = !isOutside() && (!value.inside.length || value.apart.length > 0);
    weightsBox.checked = value.weights;
    againstSelect.replaceChildren(...options());
    const isText = draft || !["", "rest", "previous"].includes(other);
    againstSelect.value = isText ? "slice" : other;
    againstText.hidden = !isText;
    againstText.value = isText && !draft ? other : "";
    textBox.value = slicerWrite(value);
    kept.sync(number(Object.keys(names).length), false);
    undoButton.disabled = !done.length;
    if (foldButton) foldButton.textContent = body.hidden ? says.unfold : says.fold;
  }
  function refuse(sentence) {
    error.textContent = sentence;
    error.hidden = !sentence;
  }
  function undo() {
    const before = done.at(-1);
    if (!before) return;
    done = done.slice(0, -1);
    settle(slicerParse(before.text), before.against, false);
    if (!done.length) resetButton.focus();
  }
  function fold(on) {
    body.hidden = on;
    foldButton?.setAttribute("aria-expanded", String(!on));
    render();
  }
  function set(given, givenAgainst = other, silent = false) {
    const { parsed, wrong } = read(given);
    if (wrong) {
      refuse(wrong);
      textBox.value = given;
      return false;
    }
    change(parsed, givenAgainst, silent);
    return true;
  }

  refuse("");
  render();
  if (text || against) set(text, against, true);
  done = [];
  render();
  host.append(element);
  return {
    element, set, undo, fold,
    text: () => slicerWrite(value),
    against: () => other,
    folded: () => body.hidden,
    focus: () => (body.hidden ? foldButton ?? resetButton : [...lists.values()][0]?.button ?? textBox).focus(),
    fail: refuse,
    setBase: (shown) => { base.textContent = shown; },
  };
}
