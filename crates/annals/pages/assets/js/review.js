// Review by keys: y accepts, n rejects, h holds for later, u takes back, c changes. Each is the form that the page has anyway,
// sent without leaving the page.
import { current, move, onKey } from "./keys.js";

const DONE = { accept: "accepted", reject: "rejected", set: "changed", undo: "taken back" };
const made = [];

export function start(list) {
  list.addEventListener("submit", submitted);
  list.addEventListener("click", (event) => event.target.closest("[data-hold]") && hold(event.target.closest("li")));
  list.addEventListener("change", (event) => event.target.matches("select[name=field]") && fill(event.target));
  list.querySelectorAll("select[name=field]").forEach(fill);
  onKey("y", () => press("accept"));
  onKey("n", () => press("reject"));
  onKey("h", () => hold(chosen()));
  onKey("u", () => undo());
  onKey("c", () => change(chosen()));
}

const chosen = () => current() ?? document.querySelector("[data-review] > li");

const button = (item, action) => item?.querySelector(`button[value=${action}]`);

const press = (action) => button(chosen(), action)?.click();

function undo() {
  const last = made.at(-1) ?? chosen();
  button(last, "undo")?.click();
  last?.scrollIntoView({ block: "nearest" });
}

function change(item) {
  const details = item?.querySelector("details.change");
  if (!details) return;
  details.open = true;
  details.querySelector("input[name=value]").focus();
}

/** The value as it is, to be edited. */
function fill(select) {
  const input = select.form.querySelector("input[name=value]");
  input.value = select.selectedOptions[0]?.dataset.value ?? "";
}

function hold(item) {
  if (!item) return;
  item.setAttribute("data-held", "");
  say(item, "held", "Held for later; nothing is written.");
  go(item);
}

async function submitted(event) {
  const form = event.target;
  if (!form.matches("form")) return;
  event.preventDefault();
  const item = form.closest("li");
  const data = new URLSearchParams(new FormData(form, event.submitter));
  const action = data.get("action");
  const problem = await send(form.getAttribute("action"), data);
  if (problem) return say(item, null, problem);
  item.removeAttribute("data-held");
  remember(item, action);
  say(item, action === "undo" ? "" : DONE[action], `${item.dataset.finding}: ${DONE[action]}.`);
  if (action !== "undo") go(item);
}

function remember(item, action) {
  if (action === "undo") made.splice(made.lastIndexOf(item), made.includes(item) ? 1 : 0);
  else made.push(item);
}

/** Sends a correction; gives what went wrong, or nothing. */
async function send(url, data) {
  try {
    const answer = await fetch(url, { method: "POST", body: data, redirect: "manual", headers: { accept: "application/json" } });
    if (answer.ok || answer.type === "opaqueredirect") return null;
    const problem = await answer.json().catch(() => ({}));
    return `Not written: ${problem.detail ?? problem.title ?? `status ${answer.status}`}`;
  } catch {
    return "Not written: the server does not answer. Is annals serve still running?";
  }
}

function say(item, state, words) {
  if (state !== null) {
    const mark = item.querySelector("[data-state]");
    mark.textContent = state;
    mark.hidden = !state;
  }
  document.querySelector("[data-status]").textContent = words;
}

function go(item) {
  if (item !== current()) item.querySelector("a[data-open]")?.focus({ preventScroll: true });
  move(1);
}
