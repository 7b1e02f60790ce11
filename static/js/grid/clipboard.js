// A block of cells as spreadsheets put it on the clipboard.
import { fromWan, isNumber } from "./amounts.js";
import { COLUMNS, normalised } from "./cells.js";
import { spelled } from "./codes.js";

// As the sheet 收支明细 of a workbook has them, names of codes included.
const OF_WORKBOOK = ["functional", null, "economic", null, "source", "project", "amount"];

// Rows of texts; a quoted cell may hold tabs and line ends.
export function parsed(text) {
  const rows = [[]];
  for (const match of text.replace(/\r\n?/g, "\n").matchAll(/(?:^|(?<=[\t\n]))(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/g)) {
    rows[rows.length - 1].push(match[1] === undefined ? match[2] : match[1].replace(/""/g, '"'));
    if (match[3] === "\n") rows.push([]);
    if (match[3] === "") break;
  }
  while (rows.length > 1 && rows[rows.length - 1].every((cell) => cell === "")) rows.pop();
  return rows;
}

// Which column each cell of a block belongs to, and the rows that are no heading.
export function placed(block, first, headers) {
  const heads = block[0].map((cell) => columnNamed(cell, headers));
  if (heads.filter(Boolean).length >= 2) return { columns: heads, rows: block.slice(1), isHeaded: true };
  const width = Math.max(...block.map((row) => row.length));
  const columns = first === 0 && width === OF_WORKBOOK.length ? OF_WORKBOOK : COLUMNS.slice(first, first + width);
  return { columns, rows: block, isHeaded: false };
}

function columnNamed(cell, headers) {
  const name = spelled(cell.replace(/[（(].*?[)）]/g, ""));
  return COLUMNS.find((column) => headers[column].some((one) => spelled(one) === name)) || null;
}

export function hasAmounts({ columns, rows }) {
  const at = columns.indexOf("amount");
  return at >= 0 && rows.some((row) => isNumber(row[at] || ""));
}

// The texts as cells hold them; amounts in 万元 become 元.
export function entered({ columns, rows }, unit, choices) {
  return rows.map((row) => columns.map((column, place) => {
    const text = row[place] ?? "";
    if (!column) return "";
    return normalised(column, column === "amount" && unit === "万元" ? fromWan(text) : text, choices);
  }));
}

export function written(block) {
  return block.map((row) => row.map((text) => (/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)).join("\t")).join("\n");
}
