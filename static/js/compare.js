// Departments are found while a reader types; without JavaScript the button finds them.
const form = document.querySelector(".choice");
const words = form.elements.q;
const matches = document.getElementById("matches");
const picked = document.getElementById("picked");
let waiting = 0;
let asked = 0;

words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 250);
});

// What is ticked moves to the chosen ones, so that the next search does not lose it.
matches.addEventListener("change", (event) => {
  picked.append(event.target.closest("label"));
  picked.hidden = false;
  event.target.focus();
});

// The words have done their work: the address names departments only.
form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "find") words.disabled = true;
});

async function find() {
  const turn = ++asked;
  const answer = await fetch(`${form.getAttribute("action")}?q=${encodeURIComponent(words.value.trim())}`);
  if (!answer.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  matches.replaceChildren(...page.getElementById("matches").childNodes);
}
