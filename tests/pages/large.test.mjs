// The same screens on a store of 5,000 articles: they come soon, fit, and axe finds nothing.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, browse, fits, open, screens, serve } from "./harness.mjs";

const store = process.env.LARGE_STORE;
const server = store && (await serve({ store }));
const browser = store && (await browse());
const all = store ? await screens(server) : {};
after(async () => {
  await browser?.close();
  await server?.close();
});

test("the store of 5,000 articles is there", () => assert.ok(store, "LARGE_STORE names no store; tests/pages/run makes it"));

for (const [name, url] of Object.entries(all)) {
  test(`${name} on 5,000 articles`, async () => {
    const { page, wrong, close } = await open(browser, server.origin, { width: 360 });
    const answer = await page.goto(url);
    assert.ok(answer.status() < 500, `${url}: ${answer.status()}`);
    await fits(page);
    await accessible(page);
    assert.deepEqual(wrong.filter((words) => !words.includes("Failed to load resource")), []);
    await close();
  });
}

test("pages of results follow one another to the second and third", async () => {
  const { page, close } = await open(browser, server.origin);
  await page.goto(all.statements);
  const seen = new Set();
  for (let pages = 0; pages < 3; pages++) {
    const urls = await page.locator(".results a[data-open]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    urls.forEach((url) => assert.ok(!seen.has(url), `${url} comes twice`));
    urls.forEach((url) => seen.add(url));
    await page.click("a[rel=next]");
  }
  await close();
});
