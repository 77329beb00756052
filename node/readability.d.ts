import type { CleanerOptions, PageHints } from "./index.js";

export interface ReadabilityArticle {
  title: string | null;
  byline: string | null;
  dir: string | null;
  lang: string | null;
  /** HTML. */
  content: string;
  textContent: string;
  length: number;
  excerpt: string;
  siteName: string | null;
  publishedTime: string | null;
}

/** A document as browsers and jsdom have it. */
interface DocumentLike {
  documentElement: { outerHTML: string };
  baseURI?: string;
  URL?: string;
}

export class Readability {
  constructor(document: DocumentLike | string, options?: CleanerOptions & PageHints & { [option: string]: unknown });
  parse(): ReadabilityArticle | null;
}

export function isProbablyReaderable(document: DocumentLike | string, options?: { minWords?: number }): boolean;
