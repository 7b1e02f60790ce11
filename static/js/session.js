// A page that was open before its session ended goes on once the same person has logged in anew.
const site = document.getElementById("site-name");

// The token that the new session writes by; none if nobody, or somebody else, is logged in.
export async function freshToken() {
  const response = await fetch(site.dataset.session, {
    headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin",
  });
  if (!response.ok) return null;
  const { person, token } = await response.json();
  return String(person) === site.dataset.person ? token : null;
}
