/** A page: a string, or bytes in any encoding. */
export type PageContent = string | Uint8Array | ArrayBuffer;

export interface Author {
  name: string;
  role: string | null;
  affiliation: string | null;
}

/** Who wrote the article. */
export interface Byline {
  /** What a reader of the page saw. */
  raw: string;
  /** The canonical line in the page's language. */
  text: string;
  /** Persons in page order. */
  authors: Author[];
  /** A collective author: an agency, a newsroom. */
  organization: string | null;
  /** Where on the page it was found. */
  source: string | null;
  /** The probability that these are the authors, 0 to 1; missing if the source has no calibration. */
  confidence?: number;
}

/** Where and when the article was filed. */
export interface Dateline {
  raw: string;
  text: string;
  place: string | null;
  region: string | null;
  /** `2018-05-04`, or `--05-04` if the year is unknown. */
  date: string | null;
  agency: string | null;
}

/** The credit at the end of the article. */
export interface Credit {
  raw: string;
  kind: "agency" | "reporting" | "contributors" | "copyright";
  agency: string | null;
  reporters: string[];
  editors: string[];
}

/** Where a field was found. */
export interface FieldSource {
  /** In words: `JSON-LD`, `first heading`, `visible text`. */
  source: string;
  /** The probability that the field is right, 0 to 1. */
  confidence: number;
}

/** The record of a page, as the command writes it. */
export interface Record {
  source: string;
  url: string | null;
  outcome: "article" | "no-article";
  title: string | null;
  byline: Byline | null;
  dateline: Dateline | null;
  credit: Credit | null;
  published: string | null;
  modified: string | null;
  site: string | null;
  language: string | null;
  /** The direction of most of the letters. */
  direction: "ltr" | "rtl" | null;
  description: string | null;
  image: string | null;
  canonical: string | null;
  keywords: string[];
  page_type: string | null;
  input: "html" | "text" | null;
  /** Expected quality of `text` (word F1, 0 to 1). */
  confidence: number | null;
  /** Where fields were found, for those that the page has. */
  sources: { [field in "title" | "byline" | "published" | "dateline" | "credit"]?: FieldSource };
  text: string;
  words: number;
  comments?: string;
  /** Why there is no article. */
  reason?: string;
}

export interface CleanerOptions {
  favor?: "precision" | "balanced" | "recall";
  dateline?: "normalize" | "keep" | "strip";
  credit?: "keep" | "strip";
  standfirst?: "keep" | "strip";
  tables?: "keep" | "strip";
  /** Collect readers' comments in `comments`. */
  comments?: boolean;
  /** BCP 47 tags; pages in other languages are not articles. */
  lang?: string | string[];
  minWords?: number;
  /** 0 to 1. */
  minConfidence?: number;
  /** Site rules as TOML texts. */
  rules?: string[];
  /** When the pages were fetched, for dates like "3 hours ago". */
  now?: string | Date;
  maxBytes?: number;
  maxNodes?: number;
  maxLines?: number;
  maxDepth?: number;
  /** Milliseconds. */
  maxTime?: number;
}

/** What is known about a page. */
export interface PageHints {
  url?: string;
  /** The HTTP header. */
  contentType?: string;
  /** A WHATWG label; overrides what the page says. */
  encoding?: string;
  input?: "auto" | "html" | "text";
  /** The name in the record. */
  source?: string;
}

export interface Views {
  links?: boolean;
  images?: boolean;
}

export interface Article extends Record {}
/** A cleaned page: the fields of the record, and views of the article. */
export class Article {
  private constructor();
  /** Whether the page has an article. */
  get isArticle(): boolean;
  /** The names of the authors, in page order. */
  get authors(): string[];
  /** `published` as a Date; a date without a time is midnight UTC. */
  get publishedAt(): Date | null;
  /** The record as one line of JSON, byte for byte what `copydesk --format jsonl` writes. */
  readonly json: string;
  markdown(views?: Views & { frontMatter?: boolean }): string;
  html(views?: Views): string;
}

/** An error of copydesk. */
export class CopydeskError extends Error {
  readonly code: "INVALID_ARGUMENT" | "LIMIT" | "TIME_LIMIT" | "NOT_TEXT" | "ENCODING" | "ERROR";
  readonly url: string | null;
  readonly source: string | null;
}

type Pages =
  | Iterable<PageContent | (PageHints & { page: PageContent })>
  | AsyncIterable<PageContent | (PageHints & { page: PageContent })>;

export interface ManyOptions<E extends "throw" | "return" | "skip" = "throw"> {
  /** Pages at a time. Default: the threads of Node's pool. */
  concurrency?: number;
  /** What to do with a page that fails. Default: throw. */
  errors?: E;
}

/** A cleaner with options, for many pages. */
export class Cleaner {
  constructor(options?: CleanerOptions);
  clean(page: PageContent, hints?: PageHints): Article;
  cleanAsync(page: PageContent, hints?: PageHints): Promise<Article>;
  cleanMany(pages: Pages, options?: ManyOptions<"throw" | "skip">): AsyncGenerator<Article>;
  cleanMany(pages: Pages, options: ManyOptions<"return">): AsyncGenerator<Article | Error>;
  explain(page: PageContent, hints?: PageHints): Explanation;
}

export interface Explanation {
  page: object;
  fields: object;
  blocks: { text: string; kept: boolean }[];
}

export function clean(page: PageContent, options?: CleanerOptions & PageHints): Article;
export function cleanMany(pages: Pages, options?: CleanerOptions & ManyOptions<"throw" | "skip">): AsyncGenerator<Article>;
export function cleanMany(pages: Pages, options: CleanerOptions & ManyOptions<"return">): AsyncGenerator<Article | Error>;
export function explain(page: PageContent, options?: CleanerOptions & PageHints): Explanation;
export function markdown(page: PageContent, options?: CleanerOptions & PageHints & Views & { frontMatter?: boolean }): string;
export function parseByline(text: string, options?: { language?: string; site?: string }): Byline | null;
export function parseDateline(text: string, options?: { language?: string; published?: string }): Dateline | null;
export function parseCredit(text: string, options?: { language?: string }): Credit | null;
