// The switch of colours: as the system has them, light, dark.
import { set } from "./settings.js";

const NEXT = { system: "light", light: "dark", dark: "system" };
const WORDS = { system: "Colours: system", light: "Colours: light", dark: "Colours: dark" };

export function colours() {
  const button = document.querySelector("[data-colours]");
  if (!button) return;
  const root = document.documentElement;
  const now = () => root.dataset.theme ?? "system";
  const show = () => (button.textContent = WORDS[now()]);
  button.addEventListener("click", () => {
    const theme = NEXT[now()];
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    set("theme", theme === "system" ? null : theme);
    show();
  });
  show();
}
