// The entry: small parts for every page, larger ones only where the page has a use for them.
import { colours } from "./colours.js";
import { copying } from "./copy.js";
import { keys } from "./keys.js";
import { remembered } from "./remembered.js";

colours();
keys();
copying();
remembered();

const parts = [
  ["[data-map]", () => import("./map.js")],
  ["[data-drop]", () => import("./drop.js")],
  ["[data-review]", () => import("./review.js")],
];
for (const [selector, load] of parts) {
  const found = document.querySelectorAll(selector);
  if (found.length) load().then((part) => found.forEach((element) => part.start(element)));
}
