// Screenshots of every screen for people to look at: `node shots.mjs FOLDER [NAME…]`, on the examples or on STORE.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { COLOURS, WIDTHS, browse, open, screens, serve } from "./harness.mjs";

const [folder, ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = await serve({ store: process.env.STORE });
const browser = await browse();
for (const [name, url] of Object.entries(await screens(server))) {
  if (names.length && !names.includes(name)) continue;
  for (const width of WIDTHS) {
    for (const colours of COLOURS) {
      const { page, wrong, close } = await open(browser, server.origin, { width, colours });
      await page.goto(url);
      if (name === "map") await page.waitForSelector("[data-canvas] svg, .empty");
      await page.screenshot({ path: join(folder, `${name}-${width}-${colours}.png`), fullPage: true });
      if (wrong.length) console.log(name, width, colours, wrong);
      await close();
    }
  }
}
await browser.close();
await server.close();
