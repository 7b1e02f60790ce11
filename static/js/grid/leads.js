// Lists of what is to be mended; each entry leads to its cell, or to another page.
import { COLUMN } from "./cells.js";

const LISTED = 200;

// entries: the row and column of a cell or else an address, what it is called, and words.
// They are changed in place: an entry that is replaced under the pointer would miss its click.
export function leads(list, entries) {
  const shown = entries.slice(0, LISTED);
  while (list.children.length > shown.length) list.lastElementChild.remove();
  shown.forEach(({ grade = "", severity = "", row, column, more = "", href, name, words }, place) => {
    const item = list.children[place] || list.appendChild(document.createElement("li"));
    const isCell = row !== undefined;
    const way = wayOf(item, isCell ? "button" : href ? "a" : "span");
    item.className = severity;
    item.firstElementChild.textContent = grade;
    way.textContent = isCell ? `第 ${row + 1} 行${more} ${COLUMN[column].label}` : name;
    if (isCell) Object.assign(way.dataset, { row, column });
    else if (href) way.href = href;
    item.lastChild.data = ` ${words}`;
  });
}

function wayOf(item, tag) {
  if (item.way?.localName === tag) return item.way;
  item.way = document.createElement(tag);
  if (tag === "button") item.way.type = "button";
  item.replaceChildren(document.createElement("strong"), " ", item.way, "");
  return item.way;
}
