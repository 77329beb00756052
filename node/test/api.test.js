import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import * as copydesk from "../index.js";
import { Readability, isProbablyReaderable } from "../readability.js";
import { page, SENTENCES } from "./pages.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

test("strings and bytes give the same article", () => {
  const article = copydesk.clean(page(), { url: "https://post.example/bridge" });
  assert.equal(article.isArticle, true);
  assert.equal(article.title, "Bridge 0 reopens");
  assert.deepEqual(article.authors, ["Mara Ellison"]);
  assert.equal(article.url, "https://post.example/bridge");
  assert.ok(article.text.includes(SENTENCES[0]) && !article.text.includes("Section 3"));
  for (const bytes of [Buffer.from(page()), new TextEncoder().encode(page()), new TextEncoder().encode(page()).buffer]) {
    assert.equal(copydesk.clean(bytes, { url: "https://post.example/bridge" }).json, article.json);
  }
  assert.deepEqual({ ...article }, JSON.parse(article.json));
  assert.equal(article.publishedAt.toISOString(), "2031-05-05T16:42:00.000Z");
});

test("views", () => {
  const linked = page().replace("the city said", "<a href='/city'>the city</a> said");
  const article = copydesk.clean(linked, { url: "https://post.example/1" });
  assert.ok(article.markdown().startsWith("# Bridge 0 reopens"));
  assert.ok(article.markdown({ links: true }).includes("[the city](https://post.example/city)"));
  assert.ok(article.markdown({ frontMatter: true }).startsWith("---\n"));
  assert.ok(article.html().includes("<h1>Bridge 0 reopens</h1>"));
  assert.equal(copydesk.markdown(linked, { links: true, url: "https://post.example/1" }), article.markdown({ links: true }));
});

test("a page without an article is not an error", () => {
  const article = copydesk.clean("<p>x");
  assert.equal(article.isArticle, false);
  assert.equal(article.outcome, "no-article");
});

test("hints and options", () => {
  const latin1 = Buffer.from(page().replaceAll("Bridge 0", "Zürich"), "latin1");
  assert.equal(copydesk.clean(latin1, { contentType: "text/html; charset=iso-8859-1" }).title, "Zürich reopens");
  assert.equal(copydesk.clean(latin1, { encoding: "iso-8859-1" }).title, "Zürich reopens");
  assert.equal(copydesk.clean(SENTENCES.join("\n\n"), { input: "text" }).input, "text");
  assert.equal(copydesk.clean(page(), { lang: "en" }).isArticle, true);
  assert.equal(copydesk.clean(page(), { lang: ["de", "fr"] }).isArticle, false);
  assert.equal(copydesk.clean(page(), { minWords: 10_000 }).isArticle, false);
  const rules = ['host = "post.example"\ntitle = [".kicker"]\n'];
  const kicker = page().replace("<h1>", "<p class=kicker>From the quay</p><h1>");
  assert.equal(copydesk.clean(kicker, { rules, url: "https://post.example/1" }).title, "From the quay");
});

test("invalid arguments", () => {
  const invalid = [
    { favor: "most" }, { lang: "english" }, { minConfidence: 7 }, { minWords: -1 }, { minWords: 1.5 },
    { now: "yesterday" }, { maxTime: -1 }, { favour: "recall" }, { input: "pdf" }, { rules: ["host = 7"] },
  ];
  for (const options of invalid) {
    assert.throws(() => copydesk.clean(page(), options), { name: "CopydeskError", code: "INVALID_ARGUMENT" }, JSON.stringify(options));
  }
  for (const given of [null, undefined, 7, {}]) assert.throws(() => copydesk.clean(given), TypeError);
  assert.throws(() => new copydesk.Cleaner({ url: "https://post.example/" }), /belongs to a page/);
});

test("limits", async () => {
  const hints = { url: "https://post.example/1" };
  assert.throws(() => copydesk.clean(page(), { maxBytes: 100, ...hints }), { code: "LIMIT", url: hints.url });
  assert.throws(() => copydesk.clean(page().repeat(50), { maxTime: 0 }), { code: "TIME_LIMIT" });
  assert.throws(() => copydesk.clean(Buffer.from("x"), { encoding: "klingon" }), { code: "ENCODING" });
  assert.throws(() => copydesk.clean(Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")), { code: "NOT_TEXT" });
  await assert.rejects(new copydesk.Cleaner({ maxBytes: 100 }).cleanAsync(page()), { code: "LIMIT" });
});

test("many pages keep their order, and errors go where they are asked to", async () => {
  const titles = [];
  for await (const article of copydesk.cleanMany(Array.from({ length: 100 }, (_, n) => page(n)))) titles.push(article.title);
  assert.deepEqual(titles, Array.from({ length: 100 }, (_, n) => `Bridge ${n} reopens`));

  async function* mixed() {
    yield page(0);
    yield { page: page(1).repeat(9), url: "https://post.example/1" };
    yield 7;
    yield { page: page(2), url: "https://post.example/2" };
  }
  const maxBytes = page().length + 100;
  const all = [];
  for await (const each of copydesk.cleanMany(mixed(), { maxBytes, errors: "return" })) all.push(each);
  assert.deepEqual(all.map((each) => each.constructor.name), ["Article", "CopydeskError", "TypeError", "Article"]);
  assert.equal(all[1].url, "https://post.example/1");
  const good = [];
  for await (const each of copydesk.cleanMany(mixed(), { maxBytes, errors: "skip" })) good.push(each.url ?? each.title);
  assert.deepEqual(good, ["Bridge 0 reopens", "https://post.example/2"]);
  await assert.rejects(async () => {
    for await (const each of copydesk.cleanMany(mixed(), { maxBytes })) void each;
  }, { code: "LIMIT" });
});

test("many pages are read only as far ahead as needed", async () => {
  let taken = 0;
  function* endless() {
    for (;;) yield page(taken++);
  }
  for await (const article of copydesk.cleanMany(endless(), { concurrency: 2 })) {
    assert.equal(article.title, "Bridge 0 reopens");
    break;
  }
  assert.ok(taken < 10);
});

test("explain and strings", () => {
  const explanation = copydesk.explain(page());
  assert.ok(explanation.blocks.some((block) => block.text.startsWith("Section 3") && !block.kept));
  assert.deepEqual(copydesk.parseByline("By JANE DOE and John Roe").authors.map((a) => a.name), ["Jane Doe", "John Roe"]);
  assert.equal(copydesk.parseByline("admin"), null);
  assert.equal(copydesk.parseDateline("SEOUL, May 4 (Yonhap) -- The port.", { published: "2018-05-04" }).date, "2018-05-04");
  assert.equal(copydesk.parseCredit("The port reopened. (Yonhap)").agency, "Yonhap");
});

test("the shape of Readability", () => {
  const linked = page().replace("the city said", "<a href='/city'>the city</a> said");
  const document = { documentElement: { outerHTML: linked }, baseURI: "https://post.example/1" };
  const article = new Readability(document, { charThreshold: 100, debug: false }).parse();
  assert.deepEqual(Object.keys(article), [
    "title", "byline", "dir", "lang", "content", "textContent", "length", "excerpt", "siteName", "publishedTime",
  ]);
  assert.equal(article.title, "Bridge 0 reopens");
  assert.equal(article.byline, "By Mara Ellison");
  assert.equal(article.lang, "en");
  assert.ok(article.content.includes('href="https://post.example/city"'));
  assert.equal(article.length, article.textContent.length);
  assert.equal(new Readability("<p>x").parse(), null);
  assert.equal(isProbablyReaderable(document), true);
  assert.equal(isProbablyReaderable("<p>x"), false);
});

/** Runs work with a document of jsdom and Mozilla's Readability, if both are installed. */
async function withReadability(t, work) {
  let jsdom, mozilla;
  try {
    jsdom = await import("jsdom");
    mozilla = await import("@mozilla/readability");
  } catch (error) {
    return t.skip(`not installed: ${error.message}`);
  }
  work((html, url) => new jsdom.JSDOM(html, { url }).window.document, mozilla);
}

test("Readability itself returns the same fields for the same document", (t) =>
  withReadability(t, (parse, mozilla) => {
    const url = "https://post.example/1";
    const html = page().replace("the city said", "<a href='/city'>the city</a> said");
    const theirs = new mozilla.Readability(parse(html, url)).parse();
    const ours = new Readability(parse(html, url)).parse();
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
    for (const name of ["title", "lang", "publishedTime"]) assert.equal(ours[name], theirs[name], name);
    for (const name of Object.keys(theirs)) {
      if (theirs[name] !== null && ours[name] !== null) assert.equal(typeof ours[name], typeof theirs[name], name);
    }
    assert.ok(SENTENCES.every((sentence) => ours.textContent.includes(sentence) && theirs.textContent.includes(sentence)));
    assert.ok(ours.content.includes('href="https://post.example/city"') && theirs.content.includes('href="https://post.example/city"'));
    assert.equal(isProbablyReaderable(parse(html, url)), mozilla.isProbablyReaderable(parse(html, url)));
  }));

/** Compares the records of files with the command's, byte for byte. */
function compare(t, paths) {
  const command = [process.env.COPYDESK_BIN, ...["release", "quick", "debug"].map((p) => join(ROOT, "target", p, "copydesk"))]
    .find((path) => path && existsSync(path));
  if (!command) return t.skip("the command is not built; set COPYDESK_BIN");
  const args = ["--format", "jsonl", "--ordered", "--quiet", "--files-from", "-"];
  const done = spawnSync(command, args, { input: paths.join("\0") + "\0", maxBuffer: 1 << 30 });
  // Pages without an article end it with 1.
  assert.ok(done.status === 0 || done.status === 1, done.stderr.toString());
  const records = done.stdout.toString().trimEnd().split("\n");
  assert.equal(records.length, paths.length);
  const cleaner = new copydesk.Cleaner();
  for (const [at, path] of paths.entries()) {
    const data = readFileSync(path);
    const bytes = path.endsWith(".gz") ? gunzipSync(data) : data;
    assert.equal(cleaner.clean(bytes, { source: path }).json, records[at], path);
  }
}

test("records of the fixtures equal the command's, byte for byte", (t) => {
  const fixtures = join(ROOT, "fixtures");
  const paths = readdirSync(fixtures)
    .flatMap((name) => ["input.html", "input.txt"].map((file) => join(fixtures, name, file)))
    .filter(existsSync);
  assert.ok(paths.length > 20);
  compare(t, paths);
});

test("records of 300 labeled pages equal the command's, byte for byte", (t) => {
  const corpus = join(ROOT, "..", "shared", "eval", "corpus");
  if (!existsSync(corpus)) return t.skip(`no labeled pages at ${corpus}`);
  const all = readdirSync(corpus)
    .map((name) => join(corpus, name, "pages"))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).sort().map((name) => join(folder, name)));
  const step = all.length / 300;
  compare(t, Array.from({ length: 300 }, (_, n) => all[Math.floor(n * step)]));
});
