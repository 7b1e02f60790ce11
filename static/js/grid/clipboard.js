// A block of cells as spreadsheets put it on the clipboard.
import { fromWan, isNumber } from "./amounts.js";
import { COLUMN, COLUMNS, data, normalised } from "./cells.js";
import { spelled } from "./codes.js";

const TITLES = 20; // how many rows may stand above a heading
const SUMS = new Set(["合计", "总计", "小计"]);
const UNIT = /[（(][^（(]*?(万元|元)\s*[）)]/;

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

// Which column each cell of a block belongs to, and the rows that are neither heading nor sum.
export function placed(block, first) {
  const heads = block.slice(0, TITLES).map((row) => row.map(columnNamed));
  const at = heads.findIndex((row) => row.filter(Boolean).length >= 2);
  const rows = block.slice(at + 1).filter((row) => block.length === 1 || !isSum(row));
  const passed = block.length - rows.length - (at < 0 ? 0 : 1);
  if (at >= 0) return { columns: heads[at], rows, passed, unit: statedUnit(heads[at], block[at]) };
  const width = Math.max(0, ...rows.map((row) => row.findLastIndex((cell) => cell.trim() !== "") + 1));
  const isWritten = first === 0 && width === data.written.length;
  const columns = isWritten ? data.written : COLUMNS.slice(first, first + Math.max(width, 1));
  return { columns, rows, passed, beyond: Math.max(0, width - columns.length) };
}

function columnNamed(cell) {
  const name = spelled(cell.replace(/[（(].*?[)）]/g, ""));
  return COLUMNS.find((column) => COLUMN[column].names.some((one) => spelled(one) === name)) || null;
}

function statedUnit(heads, cells) {
  return UNIT.exec(cells[heads.findIndex((column) => COLUMN[column]?.kind === "yuan")] || "")?.[1];
}

function isSum(row) {
  return SUMS.has(spelled(row.find((cell) => cell.trim() !== "") || ""));
}

export function hasAmounts({ columns, rows }) {
  const at = columns.findIndex((column) => COLUMN[column]?.kind === "yuan");
  return at >= 0 && rows.some((row) => isNumber(row[at] || ""));
}

// The texts as cells hold them; amounts in 万元 become 元, merged cells say what the first of them says.
export function entered({ columns, rows }, unit, choices) {
  const cells = rows.map((row) => columns.map((column, place) => {
    const text = row[place] ?? "";
    if (!column) return "";
    return normalised(column, COLUMN[column].kind === "yuan" && unit === "万元" ? fromWan(text) : text, choices);
  }));
  for (let row = 1; row < cells.length; row += 1) if (cells[row].some(Boolean)) carry(columns, cells[row - 1], cells[row]);
  return cells;
}

function carry(columns, above, row) {
  for (const column of data.merged) {
    const place = columns.indexOf(column);
    if (place >= 0 && row[place] === "") row[place] = above[place];
    else if (place >= 0 && row[place] !== above[place]) return;
  }
}

export function written(block) {
  return block.map((row) => row.map((text) => (/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)).join("\t")).join("\n");
}
