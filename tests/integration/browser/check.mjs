// Opens one page of the service in Chromium and says as JSON what was found.
// Arguments: the modules' folder, Chromium, the address, the key, and where screenshots are to go, if anywhere.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [modules, executablePath, address, key, shots] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** A page as a person who has signed in sees it, and all that it asked for. */
async function opened(language, options) {
  const context = await browser.newContext({ bypassCSP: false, locale: language, viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [], faults = [];
  await page.goto(`${address}/sign-in`);
  await page.fill("#key", key);
  await page.click("button");
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${address}/monitor?lang=${language}`);
  return { context, page, requests, faults };
}

/** What moves the focus with the Tab key, in order. */
async function order(page) {
  const found = [];
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const own = document.activeElement;
      if (!own || own === document.body) return null;
      const box = own.getBoundingClientRect();
      const all = [...document.querySelectorAll("*")];
      return { tag: own.tagName, place: all.indexOf(own), seen: box.width > 0 && box.height > 0, outline: getComputedStyle(own).outlineStyle };
    });
    if (!focus || (found.length && focus.place <= found.at(-1).place)) break;
    found.push(focus);
  }
  return found;
}

const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
const told = { pages: [], widths: {}, order: [], unfolded: null };
for (const language of ["en", "pt-BR"]) {
  for (const colorScheme of ["light", "dark"]) {
    const { context, page, requests, faults } = await opened(language, { colorScheme });
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    // axe is brought by the test, not by the page: its policy lets nothing in
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
    const lang = await page.evaluate(() => document.documentElement.lang);
    const figures = await page.evaluate(() => [...document.querySelectorAll("data")].map((one) => Number(one.value)));
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    told.pages.push({ lang, colorScheme, paper, requests, faults, figures, violations: violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html.slice(0, 200))]) });
    await context.close();
  }
}
for (const [name, width, deviceScaleFactor] of [["320", 320, 1], ["200 %", 720, 2], ["768", 768, 1], ["1440", 1440, 1], ["3840", 3840, 1]]) {
  const { context, page } = await opened("pt-BR", { viewport: { width, height: 900 }, deviceScaleFactor });
  const text = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".chart text")).fontSize));
  told.widths[name] = { over: await page.evaluate(overflow), text };
  if (shots) await page.screenshot({ path: join(shots, `${width}.png`), fullPage: true });
  await context.close();
}
const control = await opened("en", {});
await control.page.evaluate(axe);
told.planted = await control.page.evaluate(async () => {
  const picture = document.querySelector("svg[role=img]");
  picture.removeAttribute("aria-labelledby");
  picture.querySelector("title").remove();
  document.querySelector(".soft").style.color = "#ccc";
  document.querySelector("h2").outerHTML = "<h5>x</h5>";
  const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "best-practice"] });
  return violations.map(({ id }) => id).sort();
});
await control.context.close();
const { context, page } = await opened("en", {});
told.order = await order(page);
await page.focus("summary");
await page.keyboard.press("Enter");
told.unfolded = await page.evaluate(() => document.querySelector("details").open);
told.printed = (await page.pdf({ format: "A4" })).length;
await context.close();
const bare = await browser.newContext({ javaScriptEnabled: false, locale: "en" });
await bare.addCookies((await (await opened("en", {})).context.cookies()).map((cookie) => ({ ...cookie })));
const silent = await bare.newPage();
await silent.goto(`${address}/monitor?lang=en`);
told.silent = await silent.locator("h1").textContent();
await browser.close();
console.log(JSON.stringify(told));
