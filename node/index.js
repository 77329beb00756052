import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";

const native = createRequire(import.meta.url)("./native.cjs");

const OPTIONS = new Set(
  ("favor dateline credit standfirst tables comments lang minWords minConfidence rules now maxBytes maxNodes maxLines maxDepth maxTime")
    .split(" "),
);
const HINTS = new Set(["url", "contentType", "encoding", "input", "source"]);

/** An error of copydesk. `code` is INVALID_ARGUMENT, LIMIT, TIME_LIMIT, NOT_TEXT, ENCODING or ERROR. */
export class CopydeskError extends Error {
  constructor(message, code, hints = {}) {
    super(message);
    this.name = "CopydeskError";
    this.code = code;
    this.url = hints.url ?? null;
    this.source = hints.source ?? null;
  }
}

/** Turns an error of the addon, whose message starts with its code, into a `CopydeskError`. */
function translated(error, hints) {
  const found = /^([A-Z_]+): ([^]*)$/.exec(error?.message ?? "");
  return found ? new CopydeskError(found[2], found[1], hints) : error;
}

function attempt(work, hints) {
  try {
    return work();
  } catch (error) {
    throw translated(error, hints);
  }
}

function content(page) {
  if (typeof page === "string" || Buffer.isBuffer(page)) return page;
  if (ArrayBuffer.isView(page)) return Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  if (page instanceof ArrayBuffer) return Buffer.from(page);
  throw new TypeError(`a page must be a string, a Buffer or a Uint8Array, not ${page === null ? "null" : typeof page}`);
}

/** Splits options of a call into those of a cleaner and the hints of a page. */
function split(given) {
  const options = {};
  const hints = {};
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === undefined || value === null) continue;
    if (OPTIONS.has(name)) options[name] = value;
    else if (HINTS.has(name)) hints[name] = value;
    else throw new CopydeskError(`there is no option ${name}`, "INVALID_ARGUMENT");
  }
  if (typeof options.lang === "string") options.lang = [options.lang];
  if (options.now instanceof Date) options.now = options.now.toISOString();
  return { options, hints };
}

/** A cleaned page: the fields of the record, and views of the article. */
export class Article {
  #native;

  constructor(native) {
    const json = native.json();
    Object.assign(this, JSON.parse(json));
    // Not enumerable: JSON.stringify and spreading give the record alone.
    Object.defineProperty(this, "json", { value: json });
    this.#native = native;
  }

  /** Whether the page has an article. */
  get isArticle() {
    return this.outcome === "article";
  }

  /** The names of the authors, in page order. */
  get authors() {
    return this.byline ? this.byline.authors.map((author) => author.name) : [];
  }

  /** `published` as a Date; a date without a time is midnight UTC. */
  get publishedAt() {
    return this.published ? new Date(this.published) : null;
  }

  /** The article as Markdown. */
  markdown({ links = false, images = false, frontMatter = false } = {}) {
    return this.#native.markdown({ links, images, frontMatter });
  }

  /** The article as HTML without scripts, styles or classes. */
  html({ links = false, images = false } = {}) {
    return this.#native.html({ links, images });
  }
}

/** A cleaner with options, for many pages. */
export class Cleaner {
  #native;

  constructor(options) {
    const { options: own, hints } = split(options);
    const [hint] = Object.keys(hints);
    if (hint) throw new CopydeskError(`${hint} belongs to a page, not to a cleaner`, "INVALID_ARGUMENT");
    this.#native = attempt(() => new native.NativeCleaner(own));
  }

  /** Cleans a page. */
  clean(page, hints) {
    const given = content(page);
    const own = hintsOnly(hints);
    return new Article(attempt(() => this.#native.clean(given, own), own));
  }

  /** Cleans a page on a thread of Node's pool. */
  async cleanAsync(page, hints) {
    const given = content(page);
    const own = hintsOnly(hints);
    try {
      return new Article(await this.#native.cleanAsync(given, own));
    } catch (error) {
      throw translated(error, own);
    }
  }

  /** Cleans the pages of an iterable, several at a time, and yields articles in the order of the pages. */
  async *cleanMany(pages, { concurrency = threads(), errors = "throw" } = {}) {
    if (!["throw", "return", "skip"].includes(errors)) {
      throw new CopydeskError(`errors must be throw, return or skip, not ${errors}`, "INVALID_ARGUMENT");
    }
    const waiting = [];
    for await (const each of pages) {
      waiting.push(settled(this, each));
      if (waiting.length >= concurrency) yield* resolved(await waiting.shift(), errors);
    }
    while (waiting.length) yield* resolved(await waiting.shift(), errors);
  }

  /** Returns why each block was kept or dropped and where each field came from. */
  explain(page, hints) {
    const given = content(page);
    const own = hintsOnly(hints);
    return JSON.parse(attempt(() => this.#native.explain(given, own), own));
  }
}

function hintsOnly(given) {
  const { options, hints } = split(given);
  const [option] = Object.keys(options);
  if (option) throw new CopydeskError(`${option} is an option of the cleaner`, "INVALID_ARGUMENT");
  return hints;
}

/** The threads of Node's pool, which do the work. */
function threads() {
  return Math.min(Number(process.env.UV_THREADPOOL_SIZE) || 4, (availableParallelism ?? (() => cpus().length))());
}

/** Starts on an item of `cleanMany`: a page, or an object with the page and its hints. */
async function settled(cleaner, item) {
  try {
    const isPage = typeof item === "string" || ArrayBuffer.isView(item) || item instanceof ArrayBuffer;
    if (isPage || item === null || typeof item !== "object") return { article: await cleaner.cleanAsync(item) };
    const { page, ...hints } = item;
    return { article: await cleaner.cleanAsync(page, hints) };
  } catch (error) {
    return { error };
  }
}

function* resolved({ article, error }, errors) {
  if (!error) yield article;
  else if (errors === "throw") throw error;
  else if (errors === "return") yield error;
}

function prepared(given) {
  const { options, hints } = split(given);
  return [new Cleaner(options), hints];
}

/** Cleans a page. */
export function clean(page, options) {
  const [cleaner, hints] = prepared(options);
  return cleaner.clean(page, hints);
}

/** Cleans the pages of an iterable, several at a time, and yields articles in the order of the pages. */
export function cleanMany(pages, { concurrency, errors, ...options } = {}) {
  return new Cleaner(options).cleanMany(pages, { concurrency, errors });
}

/** Returns why each block of a page was kept or dropped and where each field came from. */
export function explain(page, options) {
  const [cleaner, hints] = prepared(options);
  return cleaner.explain(page, hints);
}

/** Returns the article of a page as Markdown. */
export function markdown(page, { links, images, frontMatter, ...options } = {}) {
  return clean(page, options).markdown({ links, images, frontMatter });
}

/** Parses a byline; null if it names nobody. */
export function parseByline(text, { language, site } = {}) {
  return JSON.parse(native.parseByline(text, language, site));
}

/** Parses the dateline at the start of a paragraph; null if there is none. */
export function parseDateline(text, { language, published } = {}) {
  return JSON.parse(native.parseDateline(text, language, published));
}

/** Parses the credit at the end of a text; null if there is none. */
export function parseCredit(text, { language } = {}) {
  return JSON.parse(native.parseCredit(text, language));
}
