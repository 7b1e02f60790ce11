// The rows as a table: drawn again only where they changed, with one cell in the order of tabs.
import { cents, shown } from "./amounts.js";
import { COLUMNS, LABELS } from "./cells.js";

export class Table {
  #drawn = new Map(); // by the key of the row: its element, and what it was drawn from

  constructor(element, choices) {
    this.element = element;
    this.body = element.tBodies[0];
    this.choices = choices;
    this.active = { row: 0, column: 0 };
    this.anchor = this.active;
    this.onRow = () => {}; // called when another row is the active one
  }

  draw(rows, faults) {
    const kept = new Map();
    let next = this.body.firstElementChild;
    rows.forEach((row, place) => {
      const wrong = faults.get(row.key);
      const drawn = this.#drawn.get(row.key) || { element: this.#made() };
      if (drawn.row !== row || drawn.said !== JSON.stringify(wrong)) this.#fill(drawn.element, row, wrong || {});
      Object.assign(drawn, { row, said: JSON.stringify(wrong) });
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
    head.scope = "row";
    element.append(head, ...COLUMNS.map((column) => {
      const cell = document.createElement("td");
      cell.className = column;
      cell.tabIndex = -1;
      return cell;
    }));
    return element;
  }

  #fill(element, row, wrong) {
    element.classList.toggle("is-wrong", Object.keys(wrong).length > 0);
    COLUMNS.forEach((column, place) => this.#fillCell(element.cells[place + 1], row, column, wrong[column]));
  }

  #fillCell(cell, row, column, message) {
    if (cell.querySelector("input")) return; // is being edited; drawn when that ends
    cell.replaceChildren(...this.#texts(row, column));
    if (!message) {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
      return;
    }
    const fault = span("fault", message);
    fault.id = `fault-${row.key}-${column}`;
    cell.append(fault);
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", fault.id);
  }

  #texts(row, column) {
    const text = row[column];
    if (column === "amount") {
      const amount = cents(text);
      return [span("value", text && amount !== null ? shown(amount) : text)];
    }
    const name = column === "functional" || column === "economic" ? this.choices[column].names.get(text) : "";
    return name ? [span("value", text), " ", span("name", name)] : [span("value", text)];
  }

  // Draw a row again although it did not change: its cell was being edited.
  restore(row, faults) {
    const drawn = this.#drawn.get(row.key);
    if (drawn) this.#fill(drawn.element, row, faults.get(row.key) || {});
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

  rowOf(key) {
    return this.#drawn.get(key)?.place ?? -1;
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
    for (const cell of this.body.querySelectorAll("[aria-selected], [tabindex='0']")) {
      cell.removeAttribute("aria-selected");
      cell.tabIndex = -1;
    }
    this.active = this.#within(active);
    this.anchor = this.#within(anchor);
    const { top, bottom, left, right } = this.selection;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) this.cell({ row, column })?.setAttribute("aria-selected", "true");
    }
    const cell = this.cell(this.active);
    if (cell) cell.tabIndex = 0;
  }

  focus() {
    const cell = this.cell(this.active);
    cell?.focus();
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  label({ row, column }) {
    return `第 ${row + 1} 行，${LABELS[COLUMNS[column]]}`;
  }
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
