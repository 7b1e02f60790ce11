// Lets a reviewer pin a comment to the cell, line or sentence that was clicked or reached by key.
const form = document.getElementById("comment-on");
const NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/** What stands in a part of the document, without what was said of it. */
function words(element) {
  const own = element.cloneNode(true);
  for (const note of own.querySelectorAll(".comment-note")) note.remove();
  return own.textContent;
}

/** The place of a cell as findings name it: table, row, number of the column. */
function placeOfCell(cell) {
  const row = cell.closest("tr[id^=t]");
  if (!row) return null;
  const [, table, key] = /^(t\d+)-(.*)$/.exec(row.id) ?? [];
  const numbers = cell.closest("table").querySelector("tr.numbers");
  const number = numbers?.cells[cell.cellIndex]?.textContent.trim();
  const isNumbered = number && number !== "※";
  const name = `表 ${table.slice(1)} · ${key}${isNumbered ? ` · 第 ${number} 栏` : ""}`;
  return { place: `${table}/${key}${isNumbered ? `/${number}` : ""}`, name, quote: words(cell) };
}

/** The place of a paragraph: its section and its number among the section's paragraphs. */
function placeOfParagraph(paragraph) {
  const section = paragraph.closest("section.section");
  if (section) {
    const all = [...section.children].filter((one) => one.matches("p, h4"));
    const number = NUMBERS[Number(section.id.slice(1)) - 1];
    const count = all.indexOf(paragraph) + 1;
    if (!count) return null;
    return { place: `s${number}/${count}`, name: `情况说明 ${number} · 第 ${count} 段`, quote: words(paragraph) };
  }
  const duty = paragraph.closest("#o1 li");
  if (!duty) return null;
  const count = [...duty.parentElement.children].indexOf(duty) + 1;
  return { place: `duties/${count}`, name: `主要职能第 ${count} 项`, quote: words(duty) };
}

function placeOf(element) {
  const cell = element.closest(".statement tbody td, .statement tbody th");
  return cell ? placeOfCell(cell) : placeOfParagraph(element.closest("p, h4, li") ?? element);
}

function open(element) {
  const found = placeOf(element);
  if (!found) return;
  document.querySelector(".commented-on")?.classList.remove("commented-on");
  element.classList.add("commented-on");
  const quote = found.quote.trim().replace(/\s+/g, " ").slice(0, 500);
  form.elements.place.value = found.place;
  form.elements.quote.value = quote;
  form.querySelector("[data-place]").textContent = found.name;
  form.querySelector("[data-quote]").textContent = quote.slice(0, 120);
  form.hidden = false;
  form.elements.words.focus();
}

const TARGETS = ".statement tbody td, .statement tbody th, .section > p, .section > h4, #o1 li";
const targets = [...document.querySelectorAll(TARGETS)];
for (const one of form ? targets : []) {
  one.addEventListener("click", () => open(one));
  if (one.textContent.trim()) one.tabIndex = 0;
  one.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); open(one); }
  });
}

// What was said already stands at its place.
const said = new Map();
for (const { place, words: comment } of JSON.parse(document.getElementById("comments").textContent)) {
  said.set(place, [...(said.get(place) ?? []), comment]);
}
for (const one of targets) {
  const comments = said.get(placeOf(one)?.place);
  if (!comments) continue;
  const note = document.createElement("span");
  note.className = "comment-note";
  note.textContent = `意见：${comments.join("；")}`;
  one.append(note);
}

form?.querySelector("[data-do=close]").addEventListener("click", () => { form.hidden = true; });
document.addEventListener("keydown", (event) => { if (form && event.key === "Escape") form.hidden = true; });
