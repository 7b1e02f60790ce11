// The entry grid: keys, buttons and the clipboard on one side, rows, totals, saving and checks on the other.
import { cents, tidied } from "./grid/amounts.js";
import { COLUMN, COLUMNS, data, faultOfApproved, faultsOf, isBlank, normalised } from "./grid/cells.js";
import { entered, hasAmounts, parsed, placed, written } from "./grid/clipboard.js";
import { Choices, initialsOf } from "./grid/codes.js";
import { Conflict } from "./grid/conflict.js";
import { Editor } from "./grid/editor.js";
import { Findings } from "./grid/findings.js";
import { leads } from "./grid/leads.js";
import { Saver } from "./grid/saver.js";
import { Sheet, newRow, rowOf } from "./grid/sheet.js";
import { Table } from "./grid/table.js";
import { show } from "./grid/totals.js";

const root = document.getElementById("grid");
const hasLists = Object.keys(data.lists).length > 0;
const initials = hasLists ? initialsOf(await (await fetch(root.dataset.initials)).json()) : new Map();
const approved = document.getElementById("approved");
const said = document.getElementById("said");
const unitDialog = document.getElementById("unit");
const choices = Object.fromEntries(Object.entries(data.lists).map(([column, list]) => [column, new Choices(list, initials, COLUMN[column].digits)]));
let faults = new Map();
let leaving = false;

function projectsOf(names) {
  return new Choices(names.map((name) => [name, name]), initials);
}

const table = new Table(root.querySelector("table[role=grid]"), choices, data.may_write);
table.onRow = (...rows) => {
  if (rows.some((row) => hasGap(sheet.rows[row]))) refresh();
};
const sheet = new Sheet(data.rows.map(([key, ...cells]) => rowOf(key, cells)), () => refresh());
const editor = new Editor(finished);
const saver = new Saver({
  sheet, approved,
  token: document.querySelector("#plain [name=csrfmiddlewaretoken], #grid [name=csrfmiddlewaretoken]")?.value,
  onState(state, words) {
    const element = document.getElementById("state");
    element.textContent = words;
    element.dataset.state = state;
  },
  onConflict: (answer) => conflict.open(answer),
  onSaved(_, projects) {
    if (projects.length) choices.project = projectsOf([...choices.project.values, ...projects]);
    findings.ask();
  },
});
const findings = new Findings(saver, data.findings, () => refresh());
const conflict = new Conflict(saver, approved, (rows, projects) => {
  if (choices.project) choices.project = projectsOf(projects);
  sheet.change(rows, table.active);
  saver.save();
});

function refresh() {
  faults = faultsOf(sheet.rows, choices);
  for (const row of sheet.rows) {
    const both = withTold(faults.get(row.key) || {}, isBlank(row) ? {} : saver.faultsOf(row));
    if (Object.keys(both).length) faults.set(row.key, both);
  }
  const hadFocus = table.body.contains(document.activeElement);
  show(root, sheet.rows, faults, approved?.value ? cents(tidied(approved.value)) : null, choices);
  spare(sheet.rows[table.active.row]);
  table.draw(sheet.rows, faults, findings.at(sheet.rows));
  if (hadFocus && !editor.isOpen) table.focus();
  listFaults();
  for (const [name, isOff] of [["undo", !sheet.canUndo], ["redo", !sheet.canRedo]]) {
    const button = root.querySelector(`.bar [data-do=${name}]`);
    if (button) button.disabled = isOff;
  }
  saver.changed();
}

// The server's words say more, but not of equal rows: those may have moved since.
function withTold(found, told) {
  const said = Object.entries(told).filter(([column]) => !found[column]?.startsWith("与第"));
  return { ...found, ...Object.fromEntries(said) };
}

function hasGap(row) {
  return row && !isBlank(row) && data.columns.some(({ key, required }) => required && row[key] === "");
}

// Nobody is told of the empty cells of the row that is being filled in.
function spare(row) {
  const said = row && faults.get(row.key);
  if (!said) return;
  const left = Object.entries(said).filter(([column]) => row[column] !== "");
  if (left.length) faults.set(row.key, Object.fromEntries(left));
  else faults.delete(row.key);
}

// What is wrong, in the order of the rows; each entry leads to its cell.
function listFaults() {
  const found = sheet.rows.flatMap((row, place) => COLUMNS.filter((column) => faults.get(row.key)?.[column])
    .map((column) => ({ row: place, column, words: faults.get(row.key)[column] })));
  const box = document.getElementById("faults");
  if (approved) {
    const wrong = faultOfApproved(tidied(approved.value));
    approved.setAttribute("aria-invalid", String(wrong !== ""));
    document.getElementById("approved-fault").textContent = wrong;
  }
  const text = found.length ? `${found.length} 处有误，涉及 ${faults.size} 行；这些行已保留，但改正前不入账` : "";
  if (said.textContent !== text) said.textContent = text;
  box.hidden = found.length === 0;
  leads(box.querySelector("ol"), found);
  if (choices.project) offerProjects(box.querySelector("[data-do=make]"));
}

function offerProjects(make) {
  const missing = [...new Set(sheet.rows.map((row) => row.project).filter((name) => name && name.length <= 120 && !choices.project.has(name)))];
  make.hidden = missing.length === 0;
  make.textContent = `新建项目：${missing.join("、")}`;
  make.dataset.names = JSON.stringify(missing);
}

function edit(text) {
  if (!data.may_write) return;
  const place = table.active;
  const column = COLUMNS[place.column];
  editor.open(table.cell(place), {
    text: text ?? sheet.rows[place.row][column], isTyped: text !== undefined, label: table.label(place), choices: choices[column],
  });
}

function finished(text, key) {
  const place = table.active;
  const row = sheet.rows[place.row];
  table.restore(row);
  if (text !== null) put([[normalised(COLUMNS[place.column], text, choices)]], place);
  if (key === "Enter") move(1, 0);
  else if (key === "Shift+Enter") move(-1, 0);
  else if (key === "Tab") step(1);
  else if (key === "Shift+Tab") step(-1);
  else if (key !== "blur") table.focus();
  if (key === "save") saver.save();
}

function put(block, { row, column }) {
  const columns = COLUMNS.slice(column, column + block[0].length);
  const isSame = block.every((texts, down) => texts.every((text, across) => (sheet.rows[row + down]?.[columns[across]] ?? "") === text));
  if (!isSame) sheet.put(row, columns, block, table.active);
}

function move(down, across, isExtending = false) {
  const to = { row: table.active.row + down, column: table.active.column + across };
  table.select(to, isExtending ? table.anchor : undefined);
  table.focus();
}

// The next cell to the right, from the last one of a row to the first of the next.
function step(by) {
  const place = table.active.row * COLUMNS.length + table.active.column + by;
  if (place < 0 || place >= sheet.rows.length * COLUMNS.length) return false;
  table.select({ row: Math.floor(place / COLUMNS.length), column: place % COLUMNS.length });
  table.focus();
  return true;
}

function back(place) {
  if (!place) return;
  table.select(place);
  table.focus();
}

function chosenBlock({ top, bottom, left, right } = table.selection) {
  return sheet.rows.slice(top, bottom + 1).map((row) => COLUMNS.slice(left, right + 1).map((column) => row[column]));
}

function clear() {
  const { top, left } = table.selection;
  put(chosenBlock().map((texts) => texts.map(() => "")), { row: top, column: left });
}

const actions = {
  save: () => (saver.state === "conflict" ? conflict.open(conflict.answer) : saver.save()),
  undo: () => back(sheet.undo()),
  redo: () => back(sheet.redo()),
  insert() {
    const at = table.selection.bottom + 1;
    sheet.insert(at, [newRow()], table.active);
    back({ row: at, column: 0 });
  },
  duplicate() {
    const { top, bottom } = table.selection;
    sheet.duplicate(top, bottom, table.active);
    back({ row: bottom + 1, column: table.active.column });
  },
  remove() {
    const { top, bottom } = table.selection;
    sheet.remove(top, bottom, table.active);
    back({ row: top, column: table.active.column });
  },
  // Cells take what stands above them; where some of a column are filled in, as under merged cells, only the empty ones.
  fill() {
    const { top, bottom, left } = table.selection;
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return;
    const block = chosenBlock({ ...table.selection, top: from });
    const isGappy = block[0].map((_, at) => new Set(block.slice(1).map((texts) => texts[at] === "")).size === 2);
    for (let row = 1; row < block.length; row += 1) {
      block[row] = block[row].map((text, at) => (isGappy[at] && text ? text : block[row - 1][at]));
    }
    put(block.slice(1), { row: from + 1, column: left });
  },
  make: (button) => saver.make(JSON.parse(button.dataset.names)),
};

const CONTROL = { z: "undo", y: "redo", d: "fill", s: "save", Enter: "insert" };
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };

function controlled(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.shiftKey && key === "z") return "redo";
  if (event.shiftKey) return { k: "remove", d: "duplicate" }[key];
  return CONTROL[key];
}

table.body.addEventListener("keydown", (event) => {
  if (editor.isOpen || event.altKey || event.isComposing) return;
  const { key } = event;
  const isLeaving = leaving && key === "Tab";
  leaving = key === "Escape" || (leaving && key === "Shift");
  if (event.ctrlKey || event.metaKey) {
    const name = controlled(event);
    const isEdge = key === "Home" || key === "End";
    if (isEdge) back({ row: key === "Home" ? 0 : sheet.rows.length - 1, column: key === "Home" ? 0 : COLUMNS.length - 1 });
    else if (key === "a") table.select({ row: 0, column: 0 }, { row: sheet.rows.length - 1, column: COLUMNS.length - 1 });
    else if (name && (data.may_write || name === "save")) actions[name]();
    else return;
  } else if (MOVES[key]) move(...MOVES[key], event.shiftKey);
  else if (key === "Enter") move(event.shiftKey ? -1 : 1, 0);
  else if (key === "Tab") { if (isLeaving || !step(event.shiftKey ? -1 : 1)) return; }
  else if (key === "Home") move(0, -COLUMNS.length, event.shiftKey);
  else if (key === "End") move(0, COLUMNS.length, event.shiftKey);
  else if (key === "F2") edit();
  else if ((key === "Delete" || key === "Backspace") && data.may_write) clear();
  else if (key.length === 1) edit(key);
  else return;
  event.preventDefault();
});

// An input method composes in the cell itself; the field takes over with what it composed.
table.body.addEventListener("compositionstart", () => {
  if (!editor.isOpen) getSelection().selectAllChildren(table.cell(table.active));
});
table.body.addEventListener("compositionend", ({ data: composed }) => {
  if (editor.isOpen) return;
  table.restore(sheet.rows[table.active.row]);
  if (composed) edit(composed);
});
table.body.addEventListener("beforeinput", (event) => {
  if (editor.isOpen || event.isComposing) return;
  event.preventDefault();
  if (event.data) edit(event.data);
});

table.body.addEventListener("mousedown", (event) => {
  const place = table.placeOf(event.target);
  if (!place || event.target.closest("input")) return;
  editor.close();
  const isAgain = place.row === table.active.row && place.column === table.active.column && table.body.contains(document.activeElement);
  table.select(place, event.shiftKey ? table.anchor : undefined);
  event.preventDefault();
  table.focus();
  if (isAgain) edit();
});

table.body.addEventListener("focusin", (event) => {
  const place = table.placeOf(event.target);
  if (place && !editor.isOpen && (place.row !== table.active.row || place.column !== table.active.column)) table.select(place);
});

for (const kind of ["copy", "cut"]) {
  table.body.addEventListener(kind, (event) => {
    if (editor.isOpen) return;
    event.clipboardData.setData("text/plain", written(chosenBlock()));
    event.preventDefault();
    if (kind === "cut" && data.may_write) clear();
  });
}

table.body.addEventListener("paste", async (event) => {
  if (editor.isOpen || !data.may_write) return;
  event.preventDefault();
  const { top, left } = table.selection;
  const text = event.clipboardData.getData("text/plain");
  if (!text) return;
  const block = placed(parsed(text), left);
  const unit = hasAmounts(block) ? await unitOfAmounts(block.unit) : "元";
  if (!unit || !block.rows.length) return;
  sheet.put(top, block.columns, entered(block, unit, choices), table.active);
  table.select({ row: top + block.rows.length - 1, column: Math.min(left + block.columns.length, COLUMNS.length) - 1 }, { row: top, column: left });
  table.focus();
  said.textContent = `${toldOfPaste(block, unit)}。${said.textContent}`;
});

function toldOfPaste(block, unit) {
  return [
    `已粘贴 ${block.rows.length} 行`,
    hasAmounts(block) && `金额单位：${unit}`,
    block.passed && `略过标题、合计 ${block.passed} 行`,
    block.beyond && `右侧 ${block.beyond} 列超出表格，没有粘贴`,
  ].filter(Boolean).join("，");
}

// Whether pasted amounts are in 元 or 万元: as chosen, else asked; also where the heading says otherwise.
async function unitOfAmounts(stated) {
  const chosen = root.querySelector("[name=unit]:checked");
  if (chosen && (!stated || stated === chosen.value)) return chosen.value;
  unitDialog.querySelector("[data-stated]").textContent = stated ? `粘贴内容的表头写的是“${stated}”。` : "";
  unitDialog.returnValue = "";
  unitDialog.showModal();
  await new Promise((resolve) => { unitDialog.addEventListener("close", resolve, { once: true }); });
  table.focus();
  const unit = unitDialog.returnValue;
  if (unit) root.querySelector(`[name=unit][value="${unit}"]`).checked = true;
  return unit;
}

unitDialog?.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  unitDialog.close(event.submitter?.value === "no" ? "" : new FormData(event.target).get("asked"));
});

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) actions[button.dataset.do]?.(button);
  if (button?.dataset.column) {
    back({ row: Number(button.dataset.row), column: COLUMNS.indexOf(button.dataset.column) });
  }
});
approved?.addEventListener("input", () => refresh());
approved?.addEventListener("change", () => { approved.value = tidied(approved.value); refresh(); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !event.defaultPrevented) {
    event.preventDefault();
    actions.save();
  }
});
window.addEventListener("focus", () => saver.changed());
window.addEventListener("beforeunload", (event) => {
  editor.close();
  if (data.may_write && (saver.isDirty || saver.state === "saving")) event.preventDefault();
});

document.getElementById("plain").remove();
document.getElementById("faults").after(findings.element);
root.hidden = false;
refresh();
