// gives: startHandout, handoutOpened, handoutAnswer
// needs: slicer, card, counts_scores, counts_staying, counts_journeys, counts_content, counts_beside
// The page of a hand-out: its slicer, the findings that follow it, and those that stand still.

const HANDOUT_FOLLOWING = [countsLevel, countsTrend];
const HANDOUT_JOURNEYS = [countsFunnel, countsDropOff];

/** Open the counts in the page and build it; a browser that cannot is told so by the text that stands there. */
async function startHandout(document) {
  const data = await handoutOpened(document.getElementById("cx-data").textContent);
  data.counts = countsOpen(data.counts);
  const asked = handoutAsked(document.defaultView.location.hash);
  handoutBuild(document, data, data.languages.includes(asked.language) ? asked.language : data.language, asked);
}

async function handoutOpened(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** What the address asks for: slice, comparison, language. */
function handoutAsked(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  return { slice: given.get("slice") ?? "", against: given.get("against") ?? "", language: given.get("language") ?? "" };
}

function handoutBuild(document, data, language, asked) {
  const page = { ...data, ...data.in[language] };
  const root = document.getElementById("cx-page");
  const say = (key, values) => countsSay(page.words, `handout.${key}`, values);
  document.documentElement.lang = language;
  document.title = say("title", { study: page.study, wave: page.wave });
  root.replaceChildren(handoutHead(page, say));
  const chosen = slicerElement("section", { class: "cx-handout-slicer", "aria-label": say("slicer") });
  const following = slicerElement("section", { "aria-labelledby": "cx-following" }, slicerElement("h2", { id: "cx-following" }, say("live")));
  const main = slicerElement("main", {}, chosen, following);
  root.append(main);
  const cards = handoutFollowing(page).map((analysis) => ({ analysis, card: makeCard(following, { language, says: page.says, locked: true }) }));
  const slicer = makeSlicer(chosen, page.about, { text: asked.slice, against: asked.against, foldable: true, onChange: () => handoutShow(document, page, slicer, cards) });
  handoutSwitch(document, data, page, slicer);
  handoutWatch(document.defaultView, cards);
  handoutShow(document, page, slicer, cards);
  if (page.findings.length) main.append(handoutStill(page, say));
  main.append(handoutFoot(page, say));
}

/** What the page has counts for. */
function handoutFollowing(page) {
  const answered = page.questions.some((one) => page.counts.topics[one.name]);
  return [...(answered ? HANDOUT_FOLLOWING : []), ...(page.counts.retention ? [countsRetention] : []), ...(page.counts.journeys ? HANDOUT_JOURNEYS : [])];
}

const HANDOUT_BREATH = 20; // milliseconds for the browser to show the cards in sight before the others are drawn
let handoutTurn = 0;

/** Answer the slice that is chosen: cards in sight are new before the browser paints again, the others right after; the last choice wins. */
function handoutShow(document, page, slicer, cards) {
  const window = document.defaultView;
  handoutTurn += 1;
  const turn = handoutTurn;
  const slice = slicerParse(slicer.text());
  const sides = countsSides(page, slice, slicer.against());
  const show = ({ analysis, card }) => (sides.wrong ? card.fail(sides.wrong) : card.show(handoutAnswer(page, analysis, sides)));
  const [near, far] = [cards.filter((one) => one.seen), cards.filter((one) => !one.seen)];
  near.forEach(show);
  slicer.setBase(handoutBase(page, slice));
  far.forEach(({ card }) => card.working(true));
  const next = () => {
    if (turn !== handoutTurn) return;
    if (!far.length) return handoutKeep(window, page, slicer);
    show(far.shift());
    window.setTimeout(next);
  };
  window.requestAnimationFrame(() => window.setTimeout(next, HANDOUT_BREATH));
}

/** The address brings the slice back. */
function handoutKeep(window, page, slicer) {
  const asked = new URLSearchParams({ ...(slicer.text() && { slice: slicer.text() }), ...(slicer.against() && { against: slicer.against() }), language: page.words.language });
  window.history.replaceState(null, "", `#${asked}`);
}

/** Whether each card is in sight, kept up by the browser: to ask on a click would lay out the page once more. */
function handoutWatch(window, cards) {
  for (const one of cards) one.seen = true;
  if (!window.IntersectionObserver) return;
  const watch = new window.IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) cards.find(({ card }) => card.element === target).seen = isIntersecting;
  });
  for (const { card } of cards) watch.observe(card.element);
}

/** The content of an analysis for one slice, or for two beside each other. */
function handoutAnswer(page, analysis, sides) {
  const [one, other] = [sides.one, sides.other].map((slice) => slice && handoutPassed(page, analysis(page, slice)));
  return countsContent(page, other ? countsBeside(page, one, other, sides.names, sides.disjoint) : one);
}

/** A finding with what the gates of the data say of it: as it is, with a caveat, or withheld. */
function handoutPassed(page, finding) {
  const said = page.gates[finding.wave]?.[finding.name];
  if (!said || ["nobody", "not_available"].includes(finding.status)) return finding;
  if (!said.sentence) return { ...finding, caveats: [...finding.caveats, ...said.caveats] };
  return {
    ...finding, sentence: said.sentence, columns: [], rows: [], chart: { kind: "none" }, base: 0, status: "not_available", headline: null, next_step: "",
    formats: {}, caveats: said.caveats,
  };
}

/** How many are in the slice, where that may be known. */
function handoutBase(page, slice) {
  if (!page.counts.topics["="]) return "";
  const { sums } = countsTake(page.counts, "=", 0, slice);
  if (!sums || (sums.n > 0 && sums.n < page.minimum)) return "";
  return `${countsSay(page.words, "house.base", { n: sums.n })} ${page.words.texts["house.table.customers"]}`;
}

function handoutHead(page, say) {
  const made = [say("made", page), page.made_on ? say("made_on", { day: page.made_on }) : ""].filter(Boolean).join(" ");
  return slicerElement("header", {},
    slicerElement("h1", {}, say("title", { study: page.study, wave: page.wave })),
    page.synthetic ? slicerElement("p", { class: "cx-handout-banner" }, slicerElement("strong", {}, page.words.texts["house.synthetic"])) : null,
    slicerElement("p", { class: "cx-handout-made" }, made),
    slicerElement("p", {}, say("lead")));
}

/** The same page in the other language, at the same slice. */
function handoutSwitch(document, data, page, slicer) {
  const other = page.languages.find((one) => one !== page.words.language);
  if (!other) return;
  const button = slicerElement("button", { type: "button", class: "cx-button cx-handout-language", lang: other }, countsSay(page.words, "handout.language"));
  button.addEventListener("click", () => {
    handoutBuild(document, data, other, { slice: slicer.text(), against: slicer.against() });
    document.querySelector(".cx-handout-language").focus();
  });
  document.querySelector("#cx-page header").append(button);
}

function handoutStill(page, say) {
  const section = slicerElement("section", { "aria-labelledby": "cx-still" }, slicerElement("h2", { id: "cx-still" }, say("still")), slicerElement("p", {}, say("still_lead")));
  // A card measures its place, so it is filled when it is there.
  queueMicrotask(() => page.findings.forEach((content) => makeCard(section, { language: content.language, says: page.says }).show(content)));
  return section;
}

function handoutFoot(page, say) {
  const names = page.not_crossed.map((name) => page.labels[name] ?? name).join(", ");
  return slicerElement("footer", { class: "cx-handout-safe" },
    slicerElement("p", {}, say("safe", { minimum: page.minimum })),
    names ? slicerElement("p", {}, say("not_here", { segments: names })) : null);
}
