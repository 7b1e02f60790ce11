// The rows being entered. A row is never changed but replaced, so that a step back is a list kept.
import { COLUMNS, isBlank } from "./cells.js";

const STEPS = 300;
let made = 0;

export function rowOf(key, cells) {
  return Object.freeze({ key, ...Object.fromEntries(COLUMNS.map((column, place) => [column, cells[place] ?? ""])) });
}

export function cellsOf(row) {
  return COLUMNS.map((column) => row[column]);
}

export function newRow(cells = []) {
  made += 1;
  return rowOf(`n${Date.now().toString(36)}x${made}`, cells);
}

export class Sheet {
  #undo = [];
  #redo = [];

  constructor(rows, onChange) {
    this.rows = withBlank(rows);
    this.onChange = onChange;
  }

  get canUndo() { return this.#undo.length > 0; }

  get canRedo() { return this.#redo.length > 0; }

  // One step that can be taken back; `at` is the place to return to.
  change(rows, at) {
    this.#undo.push({ rows: this.rows, at });
    if (this.#undo.length > STEPS) this.#undo.shift();
    this.#redo = [];
    this.replace(rows);
  }

  // The rows in another form, without a step: what the server says of them.
  replace(rows) {
    this.rows = withBlank(rows);
    this.onChange();
  }

  // Back to the rows before the last step; where that was.
  undo() { return this.#step(this.#undo, this.#redo); }

  redo() { return this.#step(this.#redo, this.#undo); }

  #step(from, to) {
    const step = from.pop();
    if (!step) return null;
    to.push({ rows: this.rows, at: step.at });
    this.replace(step.rows);
    return step.at;
  }

  // Put texts into cells from a place on; more rows are made as needed.
  put(top, columns, block, at) {
    const rows = [...this.rows];
    block.forEach((texts, down) => {
      const row = rows[top + down] || newRow();
      const changed = { ...row };
      columns.forEach((column, across) => { if (column) changed[column] = texts[across] ?? ""; });
      rows[top + down] = COLUMNS.every((column) => row[column] === changed[column]) ? row : Object.freeze(changed);
    });
    this.change(rows, at);
  }

  insert(place, rows, at) {
    this.change([...this.rows.slice(0, place), ...rows, ...this.rows.slice(place)], at);
  }

  remove(from, to, at) {
    this.change([...this.rows.slice(0, from), ...this.rows.slice(to + 1)], at);
  }

  duplicate(from, to, at) {
    const copies = this.rows.slice(from, to + 1).map((row) => newRow(cellsOf(row)));
    this.insert(to + 1, copies, at);
  }
}

function withBlank(rows) {
  return rows.length && isBlank(rows[rows.length - 1]) ? rows : [...rows, newRow()];
}
