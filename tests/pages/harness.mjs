// A store, its server, a browser: what every test of the pages stands on.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const ROOT = new URL("../../", import.meta.url).pathname;
const ANNALS = process.env.ANNALS ?? join(ROOT, "target/release/annals");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const WIDTHS = [360, 1280];
export const COLOURS = ["light", "dark"];

/** Serves a store; `fill(path)` makes it where it is not given by `store`. */
export async function serve({ store, fill }) {
  const folder = mkdtempSync(join(tmpdir(), "annals-pages-"));
  const path = store ?? join(folder, "examples.annals");
  if (!store) (fill ?? addExamples)(path);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = spawn(ANNALS, ["serve", path, "--bind", `127.0.0.1:${port}`], { stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  server.stderr.on("data", (words) => said.push(words));
  await answering(origin, server, said);
  const close = async () => {
    server.kill("SIGTERM");
    await new Promise((ended) => (server.exitCode === null ? server.once("exit", ended) : ended()));
    rmSync(folder, { recursive: true, force: true });
  };
  return { origin, close, json: async (url) => (await fetch(origin + asJson(url))).json() };
}

function addExamples(path) {
  execFileSync(ANNALS, ["add", path, join(ROOT, "examples")], { stdio: ["ignore", "ignore", "pipe"] });
}

function asJson(url) {
  const { pathname, search } = new URL(url, "http://annals");
  return `${pathname}.json${search}`;
}

function freePort() {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

async function answering(origin, server, said) {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`annals serve ended: ${Buffer.concat(said)}`);
    if (await fetch(origin).then(() => true, () => false)) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error("annals serve does not answer");
}

export const browse = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A page that remembers what went wrong on it: messages of the console, errors, requests to elsewhere. */
export async function open(browser, origin, { width = 1280, colours = "light", scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: colours,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
    baseURL: origin,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(`${origin}/`) || wrong.push(`request: ${request.url()}`));
  page.on("response", (response) => response.status() >= 500 && wrong.push(`${response.status()}: ${response.url()}`));
  return { page, wrong, close: () => context.close() };
}

/** Nothing on the page is wider than the page. */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const inside = (element) => element.closest(".scroll, pre, svg, .unseen, .skip, table.stack thead");
    const over = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1 && !inside(e));
    const words = over.slice(0, 3).map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 60)}`);
    return document.documentElement.scrollWidth > width ? [`scrolls to ${document.documentElement.scrollWidth}`, ...words] : [];
  });
  assert.deepEqual(wide, [], `${page.url()} is too wide`);
}

/** axe finds no violation of WCAG 2.2 AA. */
export async function accessible(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), LEVELS);
  const words = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
  assert.deepEqual(words, [], page.url());
}

/** One URL of each screen, found in the store itself. */
export async function screens(server) {
  const first = async (query) => (await server.json(`/search?q=${encodeURIComponent(query)}`)).hits?.[0];
  const statement = await first("type:statement");
  const figure = await first("type:figure measure:killed");
  const entity = await first("type:entity");
  const actors = (await server.json("/search?q=type%3Astatement")).hits.map((hit) => hit.voice_url).filter(Boolean);
  assert.ok(statement && figure && entity && actors.length, "the store has statements, figures, entities and actors");
  const encode = encodeURIComponent;
  return {
    overview: "/",
    search: `/search?q=${encode("market OR ceasefire")}`,
    statements: `/search?q=${encode("type:statement")}`,
    figures: `/search?q=${encode("type:figure")}`,
    articles: `/search?q=${encode("type:article")}`,
    nothing: `/search?q=${encode("zyzzyva")}`,
    error: `/search?q=${encode("(market")}`,
    article: figure.article_url,
    sentence: `${figure.article_url}/${figure.row.sentence}`,
    statement: statement.url,
    figure: figure.url,
    actor: actors[0],
    compare: `/compare?q=${encode("type:figure measure:killed")}&q=${encode("type:statement market")}`,
    map: `/map?q=${encode("type:place")}`,
    review: `/review?q=${encode("type:figure")}`,
    paste: "/read",
    help: "/help",
    missing: "/article/0123",
  };
}
