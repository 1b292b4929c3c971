// The desk of moderators: keys, steps without leaving the list, and a line on what is new. All of it works without.
const OFF = "desk-keys-off";
const PLACE = "desk-place";
const box = document.getElementById("keys-on");
const cases = () => [...document.querySelectorAll("[data-case]")];
const current = () => document.activeElement?.closest("[data-case]");
const typing = (element) => element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
let place = 0; // in the list, of the question that had the focus last
let left; // what had the focus before the keys were shown

function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = cases();
  const now = all.indexOf(current());
  focusOn(all[Math.min(Math.max(now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by, 0), all.length - 1)]);
}

function openFold(summary) {
  summary.parentElement.open = true;
  focusOn(summary.parentElement.querySelector(".ready button, textarea, input:not([type=hidden])"));
  const whole = summary.closest("[data-case]"); // the question stays in sight above its fold
  (whole ?? summary.parentElement).scrollIntoView({ block: whole ? "start" : "nearest" });
}

function act(control) {
  if (control.matches("summary")) openFold(control);
  else if (control.matches("input, [data-asks]")) focusOn(control); // Enter does it
  else control.click();
}

// Where a key leads: in the question that has the focus, else anywhere on the page that shows one question only.
// The same key again leads to the next one: past a question that seems to ask the same to the number of another.
function control(key) {
  const here = current() ?? (document.getElementById("one") || cases()[0]);
  const named = `[data-key="${CSS.escape(key)}"]`;
  const all = [...new Set([...(here?.querySelectorAll(named) ?? []), ...document.querySelectorAll(named)])];
  const shown = all.filter((found) => found.checkVisibility() && (found.closest("[data-case]") ?? here) === here);
  shown.sort((one, other) => other.matches("[data-asks]") - one.matches("[data-asks]"));
  return shown[(shown.indexOf(document.activeElement) + 1) % shown.length];
}

// The field to begin with in a part of the page of one question: a missing translation before one that is there.
const FIELD = {
  "#translations": "#translations textarea",
  "#merge": "#merge [data-asks], #find",
  "#assign": "#assign select, #assign input:not([type=hidden])",
};

function focusIn(part) {
  const fields = document.getElementById("one") ? [...document.querySelectorAll(FIELD[part] ?? "#none")] : [];
  if (part === "#one") { // what was done stands above it, and the keys act on it
    focusOn(document.querySelector(part));
    window.scrollTo(0, 0);
  }
  const found = fields.find((field) => field.checkVisibility());
  if (!found) return;
  focusOn(found);
  document.querySelector(part).scrollIntoView();
}

const OWN = {
  "?": () => openHelp(),
  "/": () => openFold(document.querySelector("#filter")?.closest("details").querySelector("summary")),
  t: () => focusIn("#translations"),
  g: () => focusIn("#assign"),
};

// On a Ukrainian keyboard the key of p writes з: what is no Latin letter is read as the letter of its key.
function letter({ key, code }) {
  const found = /^Key[A-Z]$/.test(code) && key > "\u007f" ? code.slice(3) : key;
  return found.length === 1 ? found.toLowerCase() : found;
}

function openHelp() {
  const help = document.getElementById("keys");
  help.open = !help.open;
  if (help.open) left = current() ?? document.activeElement;
  focusOn(help.open ? help.querySelector("summary") : (current() ?? (left?.isConnected ? left : cases()[place])));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !box?.checked) return;
  if (event.key === "Escape" && document.getElementById("keys").open) return openHelp();
  if (event.key === "Escape" && typing(document.activeElement)) return focusOn(current() ?? document.getElementById("one"));
  if (typing(document.activeElement)) return;
  const key = letter(event);
  const list = !document.getElementById("one");
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
  if (list && by && (key.length === 1 || current())) {
    event.preventDefault();
    step(by);
    return;
  }
  const found = control(key);
  if (!found && !OWN[key]) return;
  event.preventDefault();
  if (event.repeat) return; // a key that is held takes one step, not one with each question
  if (found) act(found);
  else OWN[key]();
});

if (box) {
  box.checked = localStorage.getItem(OFF) !== "1";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
}

document.addEventListener("focusin", () => {
  const now = cases().indexOf(current());
  if (now >= 0) place = now;
});

// What is new is asked for only while somebody looks, and answered only if something was changed.
const isNews = (event) => event.detail.ctx.sourceElement?.id === "news";

document.addEventListener("htmx:config:request", (event) => {
  if (isNews(event)) event.detail.ctx.request.headers["If-None-Match"] = `"${document.getElementById("news").dataset.etag}"`;
});

document.addEventListener("htmx:before:request", (event) => {
  if (isNews(event) && document.hidden) event.preventDefault();
});

// Whoever was signed out meanwhile gets another page: show it whole.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.raw.status === 304 || ctx.text.includes('id="desk"')) return;
  event.preventDefault();
  window.location.reload();
});

// After a step the next question has the focus; what was refused comes first.
document.addEventListener("htmx:after:swap", (event) => {
  if (isNews(event)) return;
  const all = cases();
  const refused = document.querySelector(".refused [aria-invalid=true]") ?? document.querySelector(".refused [data-case]");
  focusOn(refused ?? all[Math.min(place, all.length - 1)] ?? document.getElementById("told"));
});

// Another language shows the same question.
document.addEventListener("click", (event) => {
  const language = event.target.closest("a[hreflang]");
  const heading = cases()[place]?.id;
  if (language && heading) language.hash = heading;
});

// A step that was sent as a whole page, since htmx was not there yet, leaves the focus where it was in the list.
window.addEventListener("pagehide", () => sessionStorage.setItem(PLACE, place));

// Where the address leads: to the list, to a question of it, which may have left it, or to a field of one.
window.addEventListener(
  "pageshow",
  () => {
    const { hash } = window.location;
    const all = cases();
    if (hash === "#desk") focusOn(all[Math.min(sessionStorage.getItem(PLACE) ?? 0, all.length - 1)]);
    else if (hash.startsWith("#question-")) focusOn(document.getElementById(hash.slice(1)) ?? all[0]);
    else focusIn(hash);
  },
  { once: true },
);

if (document.getElementById("oral")?.open && !document.querySelector(".error-summary")) {
  window.addEventListener("pageshow", () => document.getElementById("text")?.focus(), { once: true });
}
