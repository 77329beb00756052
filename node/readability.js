// The shape of Mozilla's Readability, so that a program can switch by its import.

import { clean } from "./index.js";

/** Longest excerpt that is made of the text, in characters. */
const EXCERPT = 300;

/** Returns the HTML and the address of a string, or of a document as browsers and jsdom have it. */
function source(given) {
  if (typeof given === "string") return { html: given };
  const html = given.documentElement.outerHTML;
  const url = given.baseURI ?? given.URL;
  return { html, url: /^https?:/.test(url ?? "") ? url : undefined };
}

export class Readability {
  #html;
  #options;

  /** `options` are those of `clean`. Those of Readability that have no counterpart are ignored. */
  constructor(document, { debug, maxElemsToParse, nbTopCandidates, charThreshold, classesToPreserve, keepClasses,
    serializer, disableJSONLD, allowedVideoRegex, linkDensityModifier, ...options } = {}) {
    const { html, url } = source(document);
    this.#html = html;
    this.#options = { input: "html", url, ...(maxElemsToParse ? { maxNodes: maxElemsToParse } : {}), ...options };
  }

  /** Returns the article, or null if the page has none. */
  parse() {
    const article = clean(this.#html, this.#options);
    if (!article.isArticle) return null;
    return {
      title: article.title,
      byline: article.byline?.text ?? null,
      dir: article.direction ?? null,
      lang: article.language,
      content: article.html({ links: true, images: true }),
      textContent: article.text,
      length: article.text.length,
      excerpt: article.description ?? article.text.slice(0, EXCERPT),
      siteName: article.site,
      publishedTime: article.published,
    };
  }
}

/** Whether a page is likely to have an article. */
export function isProbablyReaderable(document, options = {}) {
  const { html, url } = source(document);
  return clean(html, { input: "html", url, minWords: options.minWords }).isArticle;
}
