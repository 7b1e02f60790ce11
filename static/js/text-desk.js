// The text desk: saves by itself, counts what is missing and leads there, loses nobody's words.
const PAUSE = 2500;
const RETRY = 15000;
const RICH = /<(?:table|img|ul|ol|b|strong|i|em|u|sub|sup)[\s>]/i;
const FAILURES = {
  0: "未能保存：连不上服务器，稍后自动重试",
  400: "未能保存：内容不完整或过大",
  401: "未能保存：登录已失效，请在新窗口登录后再保存",
  403: "未能保存：没有权限（可能已送审，或登录已更换）",
  404: "未能保存：没有权限",
};

const form = document.getElementById("text");
const state = document.getElementById("state");
const next = document.getElementById("next");
const fields = [...form.querySelectorAll("textarea")];
const asked = fields.filter((field) => field.ariaRequired === "true");
const seen = JSON.parse(form.elements.seen.value); // by place, what the server had when it was last heard
const kept = new Map(fields.map((field) => [field, seen[field.dataset.key] ?? ""])); // needs no saving
let timer = 0;
let isSaving = false;
let isAskedAgain = false;
let failure = "";
let last = null;

const isDirty = (field) => field.value !== kept.get(field);
const isMissing = (field) => asked.includes(field) && !field.value.trim();
const isStuck = ({ dataset: { held } }) => held === "conflict" || held === "fault";
const fieldOf = (key) => fields.find((field) => field.dataset.key === key);

// What goes to the server: of itself only what is the writer's own, on request also what is proposed.
function ready(isAsked) {
  const may = (held) => !held || (isAsked && held === "proposed");
  return fields.filter((field) => isDirty(field) && may(field.dataset.held));
}

function tell() {
  const missing = asked.filter(isMissing).length;
  const stuck = fields.filter(isStuck).length;
  document.getElementById("missing").textContent = missing ? `还有 ${missing} 处未填写` : `${asked.length} 处均已填写`;
  next.hidden = !missing && !stuck;
  let words = fields.some(isDirty) ? "未保存" : "已保存";
  if (stuck) words = `有 ${stuck} 处没有保存，请看该处的提示`;
  if (failure) words = failure;
  if (isSaving) words = "正在保存…";
  state.dataset.state = stuck || failure ? "failed" : "";
  if (state.textContent !== words) state.textContent = words;
}

function plan(pause = PAUSE) {
  clearTimeout(timer);
  if (ready(false).length) timer = setTimeout(() => save(), pause);
}

async function save(isAsked = false) {
  clearTimeout(timer);
  if (isSaving) { isAskedAgain ||= isAsked; return; }
  const sent = new Map(ready(isAsked).map((field) => [field, field.value]));
  if (!sent.size) return;
  const body = new FormData();
  const shown = [...sent.keys()].map(({ dataset: { key } }) => [key, seen[key] ?? ""]);
  body.set("seen", JSON.stringify(Object.fromEntries(shown)));
  for (const [field, text] of sent) body.set(field.name, text);
  isSaving = true;
  tell();
  const { status, told } = await ask(body);
  isSaving = false;
  failure = told.live ? "" : told.message || FAILURES[status] || "未能保存：服务器出错，稍后自动重试";
  if (told.live) hear(told, sent);
  tell();
  if (failure) {
    if (status === 0 || status >= 500) plan(RETRY);
  } else if (isAskedAgain) {
    isAskedAgain = false;
    save(true);
  } else plan();
}

async function ask(body) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const options = { method: "POST", body, headers, redirect: "manual" };
  const response = await fetch(location.pathname, options).catch(() => ({ status: 0 }));
  if (response.type === "opaqueredirect") return { status: 401, told: {} };
  return { status: response.status, told: (await response.json?.().catch(() => ({}))) ?? {} };
}

function hear({ texts, live, stamp }, sent) {
  for (const [field, text] of sent) {
    const { key } = field.dataset;
    const came = texts[key] ?? { stored: seen[key] ?? "" };
    seen[key] = came.stored;
    kept.set(field, came.is_refused ? came.stored : text);
    hold(field, came.is_conflict ? "conflict" : came.is_refused ? "fault" : "");
    settle(field);
  }
  for (const region of document.querySelectorAll("[data-live]")) {
    if (region.dataset.live in live) region.innerHTML = live[region.dataset.live];
  }
  document.getElementById("moved").hidden = stamp === form.dataset.stamp;
}

// Why a text waits: it is proposed, in conflict, or at fault; nothing where it does not.
function hold(field, why) {
  field.dataset.held = why;
  field.ariaInvalid = String(isStuck(field));
}

// Once its writer is elsewhere, a field shows what is kept: without the full stop, in one line.
function settle(field) {
  const text = seen[field.dataset.key] ?? "";
  if (field === document.activeElement || isDirty(field) || field.value === text) return;
  field.value = text;
  kept.set(field, text);
  grow(field);
}

function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

function note(field, words) {
  if (field.dataset.held !== "conflict") document.getElementById(`at-${field.dataset.key}`).textContent = words;
}

// As if it were typed, so that it can be taken back.
function put(field, text) {
  field.focus();
  field.select();
  if (!document.execCommand(text ? "insertText" : "delete", false, text)) field.value = text;
}

function fill(button) {
  const [source, ...place] = button.value.split("/");
  const field = fieldOf(place.join("/"));
  const box = button.closest("[data-offer]");
  const text = box.querySelector("blockquote")?.textContent ?? "";
  put(field, text);
  if (source === "last") {
    hold(field, "proposed");
    note(field, form.dataset.proposal);
    box.open = false;
  } else {
    kept.set(field, text);
    settled(field);
  }
  tell();
}

function settled(field) {
  hold(field, "");
  note(field, "");
  field.focus();
}

// The next field that is missing or could not be saved, from where the writer is, round and round.
function jump(isBack) {
  const order = isBack ? [...fields].reverse() : fields;
  const from = order.indexOf(last) + 1;
  const found = [...order.slice(from), ...order.slice(0, from)].find((field) => isMissing(field) || isStuck(field));
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "center" });
}

form.addEventListener("input", ({ target }) => {
  if (target.dataset.held !== "conflict") { hold(target, ""); note(target, ""); }
  grow(target);
  failure = "";
  tell();
  plan();
});
form.addEventListener("focusin", ({ target }) => { if (fields.includes(target)) last = target; });
form.addEventListener("focusout", ({ target }) => { if (fields.includes(target)) setTimeout(() => settle(target)); });
form.addEventListener("paste", ({ target, clipboardData: pasted }) => {
  const words = pasted.getData("text/plain") ? "粘贴的内容只保留文字，格式、表格和图片已去掉。" : "这里只能粘贴文字。";
  const isRich = RICH.test(pasted.getData("text/html")) || pasted.files.length;
  if (isRich && fields.includes(target)) setTimeout(() => note(target, words));
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=fill], button[data-keep]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "fill") return fill(button);
  settled(fieldOf(button.dataset.keep));
  save(true);
});
form.addEventListener("submit", (event) => { event.preventDefault(); save(true); });
next.addEventListener("click", (event) => { event.preventDefault(); jump(false); });
document.addEventListener("keydown", (event) => {
  const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  if (!isSave && event.key !== "F8") return;
  event.preventDefault();
  if (isSave) save(true);
  else jump(event.shiftKey);
});
window.addEventListener("beforeunload", (event) => { if (isSaving || fields.some(isDirty)) event.preventDefault(); });

fields.forEach(grow);
tell();
