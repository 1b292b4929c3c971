// Turns every <select data-source> into a search field; the select stays what the form sends.
const PAUSE = 150; // ms without a key before the server is asked
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
const folded = (text) => String(text ?? "").trim().toLocaleLowerCase();

function about(place) {
  const parents = Array.isArray(place.parents) ? place.parents.map((parent) => parent.name ?? parent).join(", ") : place.parents;
  return [place.kind, parents || place.region].filter(Boolean).join(" · ");
}

// The library writes suggestions as HTML, so each piece of text is escaped here.
function suggestion(place) {
  if (typeof place === "string") return escaped(place);
  return `<span class="place__name">${escaped(place.name ?? place.label)}</span><span class="place__about">${escaped(about(place))}</span>`;
}

const shownAs = (place) => (typeof place === "string" ? place : place?.label ?? place?.name ?? "");

class PlaceField {
  constructor(select) {
    this.select = select;
    this.texts = select.dataset;
    this.found = [];
    this.asked = 0;
    this.chosen = select.value ? select.selectedOptions[0].textContent.trim() : "";
  }

  enhance() {
    const { select, texts } = this;
    const described = select.getAttribute("aria-describedby");
    const invalid = select.getAttribute("aria-invalid");
    window.accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      name: `${select.name}_typed`,
      defaultValue: this.chosen || texts.typed || "",
      source: (query, show) => this.search(query, show),
      onConfirm: (place) => this.confirm(place),
      templates: { inputValue: shownAs, suggestion },
      autoselect: false,
      displayMenu: "overlay",
      minLength: 2,
      required: select.required,
      inputClasses: `kern-form-input__input${invalid ? " kern-form-input__input--error" : ""}`,
      tNoResults: () => (this.waiting ? texts.searching : texts.none),
      tStatusNoResults: () => texts.none,
      tStatusQueryTooShort: () => "",
      tStatusResults: (count, highlighted) => `${count === 1 ? texts.foundOne : `${texts.foundMany} ${count}.`} ${highlighted}`,
      tStatusSelectedOption: (text, count, index) => `${text}, ${texts.highlighted} ${index + 1} ${texts.of} ${count}`,
      tAssistiveHint: () => texts.howto,
    });
    select.closest(".kern-form-input__select-wrapper")?.classList.add("place-field");
    // Escape leaves the list without a choice; the library would take what is highlighted, and lose the focus.
    select.closest(".kern-form-input__select-wrapper")?.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.leaving = true;
      setTimeout(() => {
        this.leaving = false;
        this.input.focus();
      });
    }, true);
    select.required = false; // a hidden field cannot show a browser's own message
    select.removeAttribute("aria-describedby");
    this.input = document.getElementById(select.id.replace(/-select$/, ""));
    if (invalid) this.input.setAttribute("aria-invalid", "true");
    if (described) this.keepDescribed(described);
    this.input.addEventListener("input", () => this.typed(this.input.value));
  }

  // The library takes its own description away while somebody types; hint and error stay.
  keepDescribed(ids) {
    const add = () => {
      const now = this.input.getAttribute("aria-describedby") ?? "";
      if (!now.startsWith(ids)) this.input.setAttribute("aria-describedby", `${ids} ${now}`.trim());
    };
    new MutationObserver(add).observe(this.input, { attributeFilter: ["aria-describedby"] });
    add();
  }

  search(query, show) {
    clearTimeout(this.timer);
    const number = ++this.asked;
    this.typed(query); // speech input changes the text without an event
    if (query === this.chosen) return; // what was chosen needs no list
    this.waiting = true;
    this.timer = setTimeout(async () => {
      const found = await this.ask(query);
      if (number !== this.asked) return; // a newer question is on its way
      this.waiting = false;
      this.found = found;
      if (document.activeElement === this.input) show(found);
      else this.confirm(); // who went on already shall not meet an open list
    }, PAUSE);
  }

  async ask(query) {
    const address = new URL(this.texts.source, window.location.href);
    address.searchParams.set("q", query);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) return [];
      const data = await answer.json();
      return Array.isArray(data) ? data : (data.results ?? []);
    } catch {
      return [];
    }
  }

  // Nothing highlighted on leaving: a name typed in full is meant if only one place bears it.
  confirm(place) {
    if (this.leaving) return undefined;
    if (place) return this.choose(place);
    const text = folded(this.input?.value);
    if (!text || this.select.value) return undefined;
    const same = this.found.filter((candidate) => [candidate.name, candidate.label].map(folded).includes(text));
    if (same.length !== 1) return undefined;
    this.choose(same[0]);
    // So that everybody sees which one was understood; later, since the library still writes what was typed.
    setTimeout(() => {
      this.input.value = this.chosen;
    });
    return undefined;
  }

  choose(place) {
    if (typeof place === "string") return; // the text shown from the start
    if (![...this.select.options].some((option) => option.value === place.key)) {
      this.select.add(new Option(shownAs(place), place.key));
    }
    this.select.value = place.key;
    this.chosen = shownAs(place);
    this.asked += 1;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  typed(text) {
    if (text === this.chosen) return;
    this.chosen = "";
    this.select.value = "";
  }
}

// Going back, a browser chooses again what was chosen, but only after scripts have run: so the fields are made after that,
// and show what will be sent.
function enhanceAll() {
  for (const select of document.querySelectorAll("select[data-source]")) new PlaceField(select).enhance();
}

if (window.accessibleAutocomplete) window.addEventListener("pageshow", enhanceAll, { once: true });
