// Editing one cell: a field in its place, with the choices that fit what is typed.
const LISTED = 50;

export class Editor {
  #list = document.getElementById("choices");

  // onDone(text or null, key): what was entered, or null where it was given up.
  constructor(onDone) {
    this.onDone = onDone;
    this.input = null;
    this.#list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#finish(option.dataset.value, "Enter");
    });
  }

  get isOpen() { return this.input !== null; }

  open(cell, { text, label, choices, isTyped }) {
    const input = document.createElement("input");
    Object.assign(input, { type: "text", value: text, autocomplete: "off", spellcheck: false });
    input.setAttribute("aria-label", label);
    this.choices = choices;
    this.first = isTyped ? null : text; // what blurring leaves as it was
    this.chosen = -1;
    if (choices) {
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "choices"], ["aria-expanded", "false"]]) {
        input.setAttribute(name, value);
      }
    }
    cell.removeAttribute("contenteditable");
    cell.replaceChildren(input);
    this.input = input;
    this.cell = cell;
    input.addEventListener("input", () => this.#offer(true));
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#finish(input.value, "blur"));
    input.focus();
    if (isTyped) this.#offer(true);
    else {
      input.select();
      this.#offer(false);
    }
  }

  #offer(isTyped) {
    if (!this.choices) return;
    const found = this.choices.search(isTyped ? this.input.value : "", LISTED);
    this.#list.replaceChildren(...found.map((one, place) => option(one, place)));
    this.#list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const box = this.cell.getBoundingClientRect();
    const below = window.innerHeight - box.bottom;
    const isAbove = below < 200 && box.top > below;
    Object.assign(this.#list.style, {
      left: `${Math.min(box.left, Math.max(0, window.innerWidth - 340))}px`,
      top: isAbove ? "auto" : `${box.bottom}px`,
      bottom: isAbove ? `${window.innerHeight - box.top}px` : "auto",
      maxHeight: `${Math.max(120, Math.min(280, (isAbove ? box.top : below) - 8))}px`,
    });
    this.#choose(isTyped && this.input.value.trim() && found.length ? 0 : -1);
  }

  #choose(place) {
    const options = this.#list.children;
    this.chosen = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    [...options].forEach((one, number) => one.setAttribute("aria-selected", String(number === this.chosen)));
    if (this.chosen < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
      options[this.chosen].scrollIntoView({ block: "nearest" });
    }
  }

  #key(event) {
    if (event.isComposing) return;
    event.stopPropagation();
    const { key } = event;
    if (this.choices && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      this.#choose(this.chosen + (key === "ArrowDown" ? 1 : -1));
    } else if (key === "Enter" || key === "Tab") {
      event.preventDefault();
      const option = this.#list.children[this.chosen];
      const text = this.choices && option ? option.dataset.value : this.input.value;
      this.#finish(text, (event.shiftKey ? "Shift+" : "") + key);
    } else if (key === "Escape") {
      event.preventDefault();
      this.#finish(null, key);
    } else if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "s") {
      event.preventDefault();
      this.#finish(this.input.value, "save");
    }
  }

  // Enter what stands in the field, wherever the pointer went.
  close() {
    if (this.isOpen) this.#finish(this.input.value, "blur");
  }

  #finish(text, key) {
    const { input } = this;
    if (!input) return;
    this.input = null;
    input.remove();
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.onDone(text === this.first && key === "blur" ? null : text, key);
  }
}

function option({ value, name, note }, place) {
  const element = document.createElement("li");
  element.id = `choice-${place}`;
  element.setAttribute("role", "option");
  element.dataset.value = value;
  const strong = document.createElement("strong");
  strong.textContent = value;
  element.append(strong);
  if (name !== value) element.append(` ${name}`);
  if (note) {
    const small = document.createElement("small");
    small.textContent = note;
    element.append(" ", small);
  }
  return element;
}
