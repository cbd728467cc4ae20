// Boxes that choose what is shown (kinds of marks, labels) stay as they were set.
import { set, setting } from "./settings.js";

export function remembered() {
  for (const box of document.querySelectorAll("input[type=checkbox][data-remember]")) {
    const kept = setting(box.id);
    if (kept !== null) box.checked = kept === "on";
    box.addEventListener("change", () => set(box.id, box.checked ? "on" : "off"));
  }
}
