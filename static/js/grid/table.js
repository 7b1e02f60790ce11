// The rows as a table: drawn again only where they changed, with one cell in the order of tabs.
import { cents, shown } from "./amounts.js";
import { COLUMN, COLUMNS } from "./cells.js";
import { points } from "./totals.js";

export class Table {
  #marked = []; // the cells that are selected
  #drawn = new Map(); // by the key of the row: its element, and what it was drawn from

  constructor(element, choices, mayWrite) {
    Object.assign(this, { element, choices, mayWrite, body: element.tBodies[0] });
    this.active = { row: 0, column: 0 };
    this.anchor = this.active;
    this.onRow = () => {}; // called when another row is the active one
  }

  // faults and findings: by the key of the row, then by column.
  draw(rows, faults, findings) {
    const kept = new Map();
    let next = this.body.firstElementChild;
    rows.forEach((row, place) => {
      const told = [faults.get(row.key), findings.get(row.key)];
      const said = told[0] || told[1] ? JSON.stringify(told) : "";
      const drawn = this.#drawn.get(row.key) || { element: this.#made() };
      if (drawn.row !== row || drawn.said !== said) this.#fill(drawn.element, row, told);
      Object.assign(drawn, { row, said, told });
      if (drawn.place !== place) {
        drawn.element.cells[0].textContent = place + 1;
        drawn.element.setAttribute("aria-rowindex", place + 2);
        drawn.place = place;
      }
      if (drawn.element === next) next = next.nextElementSibling;
      else this.body.insertBefore(drawn.element, next);
      kept.set(row.key, drawn);
    });
    for (const [key, drawn] of this.#drawn) if (!kept.has(key)) drawn.element.remove();
    this.#drawn = kept;
    this.element.setAttribute("aria-rowcount", rows.length + 1);
    this.#mark(this.#within(this.active), this.#within(this.anchor));
  }

  #made() {
    const element = document.createElement("tr");
    const head = document.createElement("th");
    element.setAttribute("role", "row"); // as the rows are no table to the style sheet
    head.setAttribute("role", "rowheader");
    element.append(head, ...COLUMNS.map((column) => {
      const cell = document.createElement("td");
      cell.setAttribute("role", "gridcell");
      cell.className = column;
      cell.spellcheck = false;
      cell.tabIndex = -1;
      return cell;
    }));
    return element;
  }

  #fill(element, row, [wrong = {}, found = {}]) {
    element.classList.toggle("is-wrong", Object.keys(wrong).length > 0);
    COLUMNS.forEach((column, place) => this.#fillCell(element.cells[place + 1], row, column, wrong[column], found[column] || []));
  }

  #fillCell(cell, row, column, message, found) {
    if (cell.querySelector("input")) return; // is being edited; drawn when that ends
    const notes = found.map(({ severity, grade, rule, message: words }) => {
      const note = span(`note ${severity}`, `${grade} ${rule}`);
      note.title = words;
      return note;
    });
    if (message) notes.unshift(span("fault", message));
    notes.forEach((note, number) => { note.id = `note-${row.key}-${column}-${number}`; });
    cell.replaceChildren(...this.#texts(row, column), ...notes);
    if (message) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    if (notes.length) cell.setAttribute("aria-describedby", notes.map(({ id }) => id).join(" "));
    else cell.removeAttribute("aria-describedby");
  }

  #texts(row, column) {
    const text = row[column];
    const { kind } = COLUMN[column];
    const amount = kind === "yuan" || kind === "weight" ? cents(text) : null;
    if (amount !== null) return [span("value", kind === "yuan" ? shown(amount) : points(amount))];
    const name = kind === "code" ? this.choices[column].names.get(text) : "";
    return name ? [span("value", text), " ", span("name", name)] : [span("value", text)];
  }

  // Draw a row again although it did not change: its cell was being edited.
  restore(row) {
    const drawn = this.#drawn.get(row.key);
    if (drawn) this.#fill(drawn.element, row, drawn.told);
  }

  #within({ row, column }) {
    return { row: Math.max(0, Math.min(row, this.body.rows.length - 1)), column: Math.max(0, Math.min(column, COLUMNS.length - 1)) };
  }

  cell({ row, column }) {
    return this.body.rows[row]?.cells[column + 1];
  }

  placeOf(node) {
    const cell = node.closest?.("td");
    if (!cell || !this.body.contains(cell)) return null;
    return { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1 };
  }

  get selection() {
    const { active, anchor } = this;
    return {
      top: Math.min(active.row, anchor.row), bottom: Math.max(active.row, anchor.row),
      left: Math.min(active.column, anchor.column), right: Math.max(active.column, anchor.column),
    };
  }

  select(active, anchor = active) {
    const { row } = this.active;
    this.#mark(active, anchor);
    if (row !== this.active.row) this.onRow(row, this.active.row);
  }

  #mark(active, anchor) {
    for (const cell of this.#marked) {
      cell.removeAttribute("aria-selected");
      cell.removeAttribute("contenteditable");
      cell.tabIndex = -1;
    }
    this.active = this.#within(active);
    this.anchor = this.#within(anchor);
    const { top, bottom, left, right } = this.selection;
    this.#marked = [];
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) this.#marked.push(this.cell({ row, column }));
    }
    for (const cell of this.#marked) cell.setAttribute("aria-selected", "true");
    const cell = this.cell(this.active);
    cell.tabIndex = 0;
    // Only where text may be typed does an input method wake up.
    if (this.mayWrite && !cell.querySelector("input")) cell.contentEditable = "true";
  }

  focus() {
    const cell = this.cell(this.active);
    cell?.focus();
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  label({ row, column }) {
    return `第 ${row + 1} 行，${COLUMN[COLUMNS[column]].label}`;
  }
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
