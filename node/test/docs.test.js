// The examples of docs/node.md and README.md run.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { page } from "./pages.js";

const HERE = dirname(fileURLToPath(import.meta.url));
const GIVEN = `
const console = { log() {} };
const html = ${JSON.stringify(page())};
const pages = [html, { page: html, url: "https://post.example/1" }];
const document = { documentElement: { outerHTML: html }, baseURI: "https://post.example/1" };
`;

for (const file of ["../../docs/node.md", "../README.md"]) {
  const text = readFileSync(join(HERE, file), "utf8");
  for (const [, code] of text.matchAll(/^```js\n(.*?)^```$/gms)) {
    const line = text.slice(0, text.indexOf(code)).split("\n").length;
    test(`${file}:${line}`, async () => {
      // Inside the package, so that its own name can be imported.
      const path = join(HERE, `.example-${process.pid}-${line}.mjs`);
      writeFileSync(path, GIVEN + code);
      try {
        await import(path);
      } finally {
        rmSync(path);
      }
    });
  }
}
