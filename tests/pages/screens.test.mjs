// Every screen, narrow and wide, light and dark: it fits, axe finds nothing, no error, no request to elsewhere.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { COLOURS, WIDTHS, accessible, browse, fits, open, screens, serve } from "./harness.mjs";

const server = await serve({ store: process.env.STORE });
const browser = await browse();
const all = await screens(server);
before(() => assert.ok(Object.keys(all).length >= 17));
after(async () => {
  await browser.close();
  await server.close();
});

for (const [name, url] of Object.entries(all)) {
  for (const width of WIDTHS) {
    for (const colours of COLOURS) {
      test(`${name}, ${width} px, ${colours}`, async () => {
        const { page, wrong, close } = await open(browser, server.origin, { width, colours });
        const answer = await page.goto(url);
        const expected = { error: [400], missing: [404] }[name] ?? [200];
        assert.ok(expected.includes(answer.status()), `${url}: ${answer.status()}`);
        if (name === "map") await page.waitForSelector("[data-canvas] svg");
        await fits(page);
        await accessible(page);
        const refused = expected[0] === 200 ? [] : wrong.filter((words) => words.includes("Failed to load resource"));
        assert.deepEqual(wrong.filter((words) => !refused.includes(words)), []);
        await close();
      });
    }
  }
}

test("colours are switched by hand, and stay", async () => {
  const { page, close } = await open(browser, server.origin, { colours: "light" });
  await page.goto("/help");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.click("[data-colours]");
  await page.click("[data-colours]");
  assert.notEqual(await paper(), light);
  await page.reload();
  assert.notEqual(await paper(), light);
  assert.match(await page.textContent("[data-colours]"), /dark/);
  await close();
});

test("an article prints without the tools around it", async () => {
  const { page, close } = await open(browser, server.origin);
  await page.goto(all.article);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible(".top"), false);
  assert.equal(await page.isVisible(".paragraph"), true);
  await close();
});
