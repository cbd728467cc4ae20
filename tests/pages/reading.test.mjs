// What people do: search and narrow, go on by keys, read without scripts, review, read a text of their own.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible, browse, fits, open, screens, serve } from "./harness.mjs";

const server = await serve({});
const browser = await browse();
const all = await screens(server);
after(async () => {
  await browser.close();
  await server.close();
});

async function visit(url, options, visitor) {
  const opened = await open(browser, server.origin, options);
  await opened.page.goto(url);
  await visitor(opened.page);
  assert.deepEqual(opened.wrong, []);
  await opened.close();
}

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("href") ?? document.activeElement?.id);

test("a slash searches, j and k go through the results, Enter opens", () =>
  visit(all.statements, {}, async (page) => {
    await page.keyboard.press("/");
    assert.equal(await focused(page), "q");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    const first = await focused(page);
    await page.keyboard.press("j");
    const second = await focused(page);
    assert.match(first, /^\/article\//);
    assert.notEqual(second, first);
    await page.keyboard.press("k");
    assert.equal(await focused(page), first);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${first}`);
  }));

test("a question mark helps; letter keys can be switched off for good", () =>
  visit(all.statements, {}, async (page) => {
    await page.keyboard.press("?");
    assert.ok(await page.isVisible("#keys"));
    await accessible(page);
    await page.uncheck("#letter-keys");
    await page.keyboard.press("Escape");
    assert.ok(!(await page.isVisible("#keys")));
    await page.reload();
    await page.keyboard.press("j");
    assert.equal(await page.locator("[data-here]").count(), 0);
    await page.keyboard.press("?");
    assert.ok(!(await page.isVisible("#keys")));
    await page.click("[data-help]");
    await page.check("#letter-keys");
  }));

test("the first Tab stop leads past the head of the page", () =>
  visit(all.article, {}, async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "#main");
    assert.ok(await page.isVisible(".skip"));
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "main");
  }));

test("a search is narrowed by a facet, and every step is a URL", () =>
  visit(all.statements, {}, async (page) => {
    const total = async () => parseInt((await page.textContent("main [aria-live]")).replaceAll(",", ""), 10);
    const before = await total();
    const facet = page.locator(".facet a").first();
    const count = parseInt(await facet.locator(".count").textContent(), 10);
    await facet.click();
    await page.waitForURL((url) => url.searchParams.get("q") !== "type:statement");
    assert.equal(await total(), count);
    assert.ok(count <= before);
    await page.goBack();
    assert.equal(await total(), before);
  }));

test("the finding is marked in its sentence, and its page cites it", () =>
  visit(all.figures, {}, async (page) => {
    const marked = await page.locator(".results mark").first().textContent();
    await page.locator(".results a[data-open]").first().click();
    await page.waitForURL("**/article/**");
    assert.ok((await page.textContent(".quote")).includes(marked));
    assert.ok((await page.textContent(".chain")).trim().length > 0);
    await page.locator("details.cite summary").first().click();
    assert.match(await page.textContent("#cite-bibtex"), /^@\w+\{/);
  }));

test("marks of a kind are switched off, labels on", () =>
  visit(all.article, {}, async (page) => {
    const line = () => page.locator(".paragraph a.m.figure").first().evaluate((mark) => getComputedStyle(mark).textDecorationLine);
    assert.equal(await line(), "underline");
    await page.uncheck("#show-figure");
    assert.equal(await line(), "none");
    await page.check("#show-labels");
    const label = await page.locator(".m[data-label]").first().evaluate((mark) => getComputedStyle(mark, "::after").content);
    assert.match(label, /\w/);
  }));

test("without scripts every page still reads", async () => {
  for (const [name, url] of Object.entries(all)) {
    const { page, close } = await open(browser, server.origin, { scripts: false, width: 360 });
    await page.goto(url);
    assert.ok((await page.textContent("main")).trim().length > 40, name);
    assert.equal(await page.locator(".needs-script >> visible=true").count(), 0, name);
    await close();
  }
});

test("without scripts a query is asked, an article opened, a text read", () =>
  visit("/search?q=market", { scripts: false }, async (page) => {
    await page.fill("#q", "type:figure measure:killed");
    await page.click(".query button");
    await page.locator(".results a[data-open]").first().click();
    assert.match(page.url(), /\/article\//);
    await page.goto("/read");
    await page.fill("#read-text", "“We will rebuild the bridge,” said Orla Vint, the mayor of Tarn.");
    await page.click("button:has-text('Read')");
    assert.match(await page.textContent("main"), /Orla Vint/);
  }));

test("a text is read at once, and nothing in it is markup", () =>
  visit("/read", {}, async (page) => {
    const text = "Mayor Orla Vint said on Monday that 40 people were hurt <img src=x onerror=alert(1)>.";
    await page.fill("#read-text", text);
    await page.click("button:has-text('Read')");
    await page.waitForSelector(".paragraph");
    assert.ok((await page.textContent(".paragraph")).includes("<img src=x"));
    assert.equal(await page.locator("main img").count(), 0);
    assert.match(await page.textContent("#statements"), /Orla Vint/);
    await fits(page);
    await accessible(page);
  }));

test("a file is read at once", () =>
  visit("/read", {}, async (page) => {
    const file = join(mkdtempSync(join(tmpdir(), "annals-file-")), "note.txt");
    writeFileSync(file, "“The water rose in an hour,” said Dario Melk, a baker in Tarn.\n");
    await page.setInputFiles("#read-file", file);
    await page.click("button:has-text('Read')");
    await page.waitForSelector(".paragraph");
    assert.match(await page.textContent("#statements"), /Dario Melk/);
  }));

test("a file that is dropped on the page is read", () =>
  visit("/read", {}, async (page) => {
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["“The road is open,” said Ada Brunn."], "road.txt", { type: "text/plain" }));
      return data;
    });
    await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await page.waitForSelector("#statements");
    assert.match(await page.textContent("#statements"), /Ada Brunn/);
  }));

test("places are points and a list of the same links", () =>
  visit(all.map, {}, async (page) => {
    await page.waitForSelector("[data-canvas] svg, .empty");
    assert.equal(await page.locator("circle.point").count(), await page.locator(".place-list a").count());
  }));

test("claims are as many dots as rows of the table", () =>
  visit(all.compare, {}, async (page) => {
    const rows = page.locator("table.stack tbody tr");
    const dated = await rows.filter({ hasNotText: "undated" }).count();
    assert.equal(await page.locator("circle.dot").count(), dated);
    assert.ok(dated >= 3);
  }));

test("a finding is accepted by y, rejected by n, held by h, and each is taken back by u", () =>
  visit(all.review, {}, async (page) => {
    const state = (n) => page.locator("[data-review] > li").nth(n).locator("[data-state]");
    const item = (n) => page.locator("[data-review] > li").nth(n);
    await item(0).locator("[data-open]").focus();
    await page.keyboard.press("y");
    await state(0).filter({ hasText: "accepted" }).waitFor();
    await page.keyboard.press("n");
    await state(1).filter({ hasText: "rejected" }).waitFor();
    await page.keyboard.press("h");
    await state(2).filter({ hasText: "held" }).waitFor();
    await accessible(page);
    await page.keyboard.press("u");
    await page.waitForFunction(() => document.querySelector("[data-status]").textContent.includes("taken back"));
    await page.keyboard.press("u");
    await state(0).filter({ hasNotText: "accepted" }).waitFor({ state: "hidden" });
    const { recent } = await server.json(all.review);
    assert.deepEqual(recent.map((made) => made.action).slice(0, 4), ["undo", "undo", "reject", "accept"]);
  }));

test("a field is changed, the corrections come as a file, and can be applied again", () =>
  visit(all.review, {}, async (page) => {
    const item = page.locator("[data-review] > li").first();
    await item.locator("[data-open]").focus();
    await page.keyboard.press("c");
    await item.locator("select[name=field]").selectOption("measure");
    await item.locator("input[name=value]").fill("injured");
    await item.locator("details.change button").click();
    await item.locator("[data-state]").filter({ hasText: "changed" }).waitFor();
    const { file_url: url } = await server.json(all.review);
    const lines = (await (await fetch(server.origin + url)).text()).trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(lines.some((line) => line.action === "set" && line.field === "measure" && line.value === "injured"));
    const file = join(mkdtempSync(join(tmpdir(), "annals-file-")), "corrections.jsonl");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    await page.setInputFiles("#corrections-file", file);
    await page.click("button:has-text('Apply')");
    await page.waitForLoadState();
    assert.equal((await server.json(all.review)).corrections, lines.length);
  }));
