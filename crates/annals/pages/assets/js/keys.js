// The keyboard: `/` searches, j and k go through the list, Enter opens, ? helps. Letter keys can be switched off (WCAG 2.1.4).
import { set, setting } from "./settings.js";

const helpers = new Map();

/** Adds a letter key: `action(event)` runs where no field has the focus. */
export function onKey(key, action) {
  helpers.set(key, action);
}

export function keys() {
  const dialog = document.querySelector("#keys");
  helpers.set("/", () => focusSearch());
  helpers.set("j", () => move(1));
  helpers.set("k", () => move(-1));
  helpers.set("?", () => dialog?.showModal());
  helpers.set("]", () => document.querySelector("a[rel=next]")?.click());
  document.querySelector("[data-help]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog?.showModal();
  });
  letters(dialog?.querySelector("#letter-keys"));
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", (event) => here(event.target.closest?.("[data-list] > li")));
}

function letters(box) {
  if (!box) return;
  box.checked = setting("letter-keys") !== "off";
  box.addEventListener("change", () => set("letter-keys", box.checked ? null : "off"));
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (setting("letter-keys") === "off" || document.querySelector("dialog[open]")) return;
  if (event.target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = helpers.get(event.key);
  if (!action) return;
  event.preventDefault();
  action(event);
}

function focusSearch() {
  const box = document.querySelector("main [data-query]") ?? document.querySelector("[data-query]");
  box?.focus();
  box?.select();
}

const items = () => [...document.querySelectorAll("[data-list] > li")].filter((item) => item.offsetParent !== null);

/** The item of the list that has the focus or had it last. */
export function current() {
  return document.querySelector("[data-list] > li[data-here]");
}

function here(item) {
  if (!item) return;
  current()?.removeAttribute("data-here");
  item.setAttribute("data-here", "");
}

/** Goes `step` items on; the link of the item, or the item itself, gets the focus, so that Enter opens it. */
export function move(step) {
  const all = items();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
  const target = next.querySelector("a[data-open]") ?? next;
  if (target === next) next.tabIndex = -1;
  target.focus({ preventScroll: true });
  here(next);
  next.scrollIntoView({ block: "nearest" });
}
