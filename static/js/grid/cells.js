// The sheet as the page describes it: what may stand in a cell, how it is tidied, what is wrong with it.
import { cents, isNumber, tidied } from "./amounts.js";
import { spelled } from "./codes.js";

export const data = JSON.parse(document.getElementById("grid-data").textContent);
export const COLUMNS = data.columns.map(({ key }) => key);
export const COLUMN = Object.fromEntries(data.columns.map((column) => [column.key, column]));
const LEADING_CODE = /^\[?([0-9]{3,7})(?![0-9A-Za-z])/;
const BREAK = /(?<=\p{Script=Han})\s*\n\s*(?=\p{Script=Han})/gu; // where a cell breaks a word in two lines
const LIMIT = 10n ** 16n; // 100 万亿元 in cents
const judged = new WeakMap(); // what was found in a row, and the projects that there were

export function isBlank(row) {
  return COLUMNS.every((column) => row[column] === "");
}

// The text as it is kept: codes without their names, numbers without separators.
export function normalised(column, text, choices) {
  const { kind } = COLUMN[column];
  const plain = text.replace(/\r\n?/g, "\n").replace(BREAK, "").replace(/\s+/g, " ").trim();
  if (kind === "yuan") return tidied(plain);
  if (kind === "weight") return tidied(plain.replace(/[%％分]$/, ""));
  if (kind === "text") return plain;
  const code = kind === "code" && LEADING_CODE.exec(plain.normalize("NFKC"));
  return code ? code[1] : choices[column].named(plain) || plain;
}

// Faults by the key of the row, then by column.
export function faultsOf(rows, choices) {
  const found = new Map();
  const first = new Map();
  rows.forEach((row, place) => {
    if (isBlank(row)) return;
    const { faults, identity } = judgedRow(row, choices);
    if (Object.keys(faults).length) found.set(row.key, { ...faults });
    else if (first.has(identity)) {
      const [column] = data.identity;
      found.set(row.key, { [column]: `与第 ${first.get(identity) + 1} 行的科目、资金来源和项目都相同。请合并为一行，金额相加。` });
    } else if (identity) first.set(identity, place);
  });
  return found;
}

function judgedRow(row, choices) {
  const known = judged.get(row);
  if (known && known.projects === choices.project) return known;
  const faults = {};
  for (const column of data.columns) {
    const fault = faultOf(column, row[column.key], choices[column.key]);
    if (fault) faults[column.key] = fault;
  }
  const identity = data.identity.map((column) => spelled(row[column])).join("\n");
  const found = { faults, identity, projects: choices.project };
  judged.set(row, found);
  return found;
}

function faultOf({ kind, label, required, length, level, digits }, text, list) {
  if (!text) return required ? `请填写${label}。` : "";
  if (kind === "yuan") return faultOfAmount(text);
  if (kind === "weight") return faultOfWeight(text);
  if (length && [...text].length > length) return `有 ${[...text].length} 字，超过 ${length} 字。请缩短。`;
  if (!list || list.has(text)) return "";
  if (kind === "choice") return `“${text}”不是规定的${label}。请从列表中选。`;
  if (kind === "text") return `没有项目“${text}”。请改为已有的项目，或先新建此项目；基本支出留空。`;
  const isCode = /^\d+$/.test(text) && text.length === digits;
  return isCode ? `本年度没有此${level}编码。请更正。` : `不是${level}编码（应为 ${digits} 位数字）。请更正。`;
}

function faultOfAmount(text) {
  if (!isNumber(text)) return `“${text}”不是数字。请只填数字和小数点。`;
  const value = cents(text);
  if (value === null) return `${text} 超过两位小数。请改到分为止。`;
  return value >= LIMIT || value <= -LIMIT ? "金额达到 100 万亿元。请核对单位是元还是万元。" : "";
}

function faultOfWeight(text) {
  const value = isNumber(text) ? cents(text) : null;
  return value === null || value < 0n || value > 10000n ? "不在 0 至 100 之间，或超过两位小数。请填写分值。" : "";
}

// The approved total may be left empty, but not be negative.
export function faultOfApproved(text) {
  if (!text) return "";
  return faultOfAmount(text) || (cents(text) < 0n ? "批复数不能为负数。请核对。" : "");
}
