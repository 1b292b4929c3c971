// The presentation view: type as large as fits, keys, buttons that vanish; htmx asks every two seconds what has changed.
const SMALLEST = 9;
const ALL_WORDS_WHOLE = 6; // down to this step the type becomes smaller rather than break a word
const QUIET = 4000; // ms without mouse or key
const body = document.body;
const screenNow = () => document.getElementById("screen");

// ---------- Size of the type ----------

const isHigher = () => {
  const main = document.getElementById("main");
  return main.scrollHeight > main.clientHeight + 1 || document.documentElement.scrollHeight > window.innerHeight + 1;
};
const breaksWords = () => [...document.querySelectorAll(".screen__text")].some((text) => text.scrollWidth > text.clientWidth);

function fit() {
  const screen = screenNow();
  body.classList.add("measuring");
  for (let step = 1; step <= SMALLEST; step += 1) {
    if (step > ALL_WORDS_WHOLE) body.classList.remove("measuring");
    screen.dataset.step = String(step);
    if (!isHigher() && !(step <= ALL_WORDS_WHOLE && breaksWords())) break;
  }
  body.classList.remove("measuring");
}

fit();
document.fonts?.ready.then(fit);
window.addEventListener("resize", fit);

// ---------- Following ----------

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id !== "screen") return;
  ctx.request.headers["If-None-Match"] = `"${screenNow().dataset.tag}"`;
});

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement.id === "screen" && document.hidden) event.preventDefault();
  ctx.askedAt = screenNow().dataset.address;
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status === 304) {
    event.preventDefault(); // nothing has changed
  } else if (!ctx.text.includes('id="screen"')) {
    // Whoever was signed out meanwhile gets another page: show it whole.
    event.preventDefault();
    if (ctx.response.status < 400) window.location.reload();
    else body.classList.add("lost");
  } else if (ctx.sourceElement.id === "screen" && ctx.askedAt !== screenNow().dataset.address) {
    event.preventDefault(); // somebody went on while the answer was on its way
  }
});

document.addEventListener("htmx:after:swap", () => {
  window.history.replaceState(null, "", screenNow().dataset.address);
  showFullButton();
  fit();
});

document.addEventListener("htmx:error", () => body.classList.add("lost"));
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  body.classList.toggle("lost", ctx.response.status >= 500);
});

// ---------- Keys and buttons ----------

const KEYS = { ArrowDown: "ArrowRight", PageDown: "ArrowRight", " ": "ArrowRight", ArrowUp: "ArrowLeft", PageUp: "ArrowLeft" };

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

function showFullButton() {
  const button = document.getElementById("full");
  button.hidden = !document.fullscreenEnabled;
}

// What is too long even in the smallest type is scrolled before the next question comes.
function scrolls(key) {
  const main = document.getElementById("main");
  const way = { ArrowDown: 1, PageDown: 1, " ": 1, ArrowUp: -1, PageUp: -1 }[key];
  if (!way || main.scrollHeight <= main.clientHeight + 1) return false;
  const before = main.scrollTop;
  main.scrollBy(0, way * main.clientHeight * 0.8);
  return main.scrollTop !== before;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const { target } = event;
  // On a Ukrainian keyboard the key of p writes з: what is no Latin letter is read as the letter of its key.
  const key = /^Key[A-Z]$/.test(event.code) && event.key > "\u007f" ? event.code.slice(3) : event.key;
  if (target.closest("input, select, textarea")) return;
  if (key === " " && target.closest("button, a, summary")) return; // presses what has the focus
  if (key === "Escape") {
    document.querySelector(".screen__keys").open = false;
    if (document.fullscreenElement) document.exitFullscreen();
    return;
  }
  if (scrolls(key)) {
    event.preventDefault();
    return;
  }
  const wanted = KEYS[key] ?? (key.length === 1 ? key.toLowerCase() : key);
  const control = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted);
  if (!control) return;
  event.preventDefault();
  control.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#full")) toggleFull();
});

let waiting;
function wake() {
  body.classList.remove("idle");
  clearTimeout(waiting);
  waiting = setTimeout(() => body.classList.add("idle"), QUIET);
}
for (const kind of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(kind, wake);
document.addEventListener("keydown", (event) => {
  if (event.key === "Tab") wake();
});
showFullButton();
wake();
