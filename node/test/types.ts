// Compiled by `npm run types`, never run: correct use, and mistakes that the types must find.
import { Article, Cleaner, CopydeskError, clean, cleanMany, explain, markdown, parseByline } from "../index.js";
import { Readability, isProbablyReaderable } from "../readability.js";

const article: Article = clean("<p>x", { url: "https://post.example/1", favor: "precision", lang: ["en", "de"], now: new Date() });
const published: Date | null = article.publishedAt;
const names: string[] = article.byline?.authors.map((author) => author.name) ?? [];
const sure: number | undefined = article.sources.title?.confidence;
const text: string = article.markdown({ links: true, frontMatter: true }) + article.html({ images: true }) + markdown("<p>x");
const role: string | null | undefined = parseByline("By Jane Doe")?.authors[0]?.role;
const reasons: boolean[] = explain(new Uint8Array()).blocks.map((block) => block.kept);

export async function many(): Promise<void> {
  for await (const each of cleanMany(["<p>x", { page: new Uint8Array(), url: "https://post.example/2" }], { errors: "skip" })) {
    const title: string | null = each.title;
    void title;
  }
  for await (const each of new Cleaner({ minWords: 9 }).cleanMany([], { errors: "return" })) {
    // @ts-expect-error: it may be an error
    each.title;
    if (each instanceof CopydeskError) void each.code;
  }
  void (await new Cleaner().cleanAsync("<p>x", { contentType: "text/html" })).words;
}

// @ts-expect-error: no such option
clean("<p>x", { favour: "recall" });
// @ts-expect-error: no such value
clean("<p>x", { favor: "most" });
// @ts-expect-error: not a page
clean(7);
// @ts-expect-error: a hint of a page, not an option of a cleaner
new Cleaner({ url: "https://post.example/1" });
// @ts-expect-error: may be null
article.publishedAt.getTime();
// @ts-expect-error: an Article comes from clean
new Article();

const parsed = new Readability({ documentElement: { outerHTML: "<p>x" } }, { charThreshold: 10 }).parse();
const excerpt: string | undefined = parsed?.excerpt;
const readable: boolean = isProbablyReaderable("<p>x");
void [published, names, sure, text, role, reasons, excerpt, readable];
