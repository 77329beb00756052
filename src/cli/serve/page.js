// The page of `copydesk serve`: sends a page to the API and shows the answers.
"use strict";

const $ = (id) => document.getElementById(id);

/** Elements of the article that are shown, with the attributes that they keep. Anything else becomes its content. */
const SHOWN = new Set(
  ("article header section h1 h2 h3 h4 h5 h6 p ul ol li blockquote pre code em strong b i s sub sup a br hr table caption " +
    "thead tbody tr td th figure figcaption dl dt dd time").split(" "),
);
const KEPT = ["dir", "lang", "start", "colspan", "rowspan"];
/** Elements without anything to show. */
const SKIPPED = new Set(["head", "script", "style", "title", "meta", "link", "img"]);

/** The file that was dropped or opened, sent as it is; else the text of the field is. */
let chosen = null;
/** Counts requests, so that a late answer does not replace a newer one. */
let latest = 0;

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !SKIPPED.has(node.localName)) {
      let target = to;
      if (SHOWN.has(node.localName)) {
        target = document.createElement(node.localName);
        for (const name of KEPT) {
          if (node.hasAttribute(name)) target.setAttribute(name, node.getAttribute(name));
        }
        const href = node.getAttribute("href") || "";
        if (node.localName === "a" && /^https?:/i.test(href)) {
          target.href = href;
          target.rel = "noreferrer noopener";
          target.target = "_blank";
        }
        to.append(target);
      }
      copy(node, target);
    }
  }
}

function status(message, bad = false) {
  $("status").textContent = message;
  $("status").classList.toggle("bad", bad);
}

async function ask(path, format) {
  const query = new URLSearchParams({ favor: $("favor").value, format });
  if ($("url").value.trim()) query.set("url", $("url").value.trim());
  if (format === "html" || format === "markdown") query.set("links", "true");
  const answer = await fetch(`${path}?${query}`, {
    method: "POST",
    headers: { "Content-Type": chosen ? $("input").value : textType() },
    body: chosen || $("page").value,
  });
  if (answer.ok) return answer.text();
  const { error } = await answer.json();
  throw new Error(error.message);
}

/** The field holds text, which is sent as UTF-8. */
function textType() {
  const type = $("input").value;
  return type.startsWith("text/") ? `${type}; charset=utf-8` : type;
}

function value(field, value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return null;
  if (field === "byline") {
    const names = value.authors.map((a) => (a.role ? `${a.name} (${a.role})` : a.name));
    return [...names, value.organization].filter(Boolean).join("; ") || value.text;
  }
  if (field === "dateline") return value.text.trim();
  if (field === "credit") return value.raw;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Where a field was found, and the probability that it is right. */
function where({ source, confidence }) {
  const line = document.createElement("span");
  line.className = "where";
  line.dir = "ltr";
  line.textContent = `${source}, ${Math.round(confidence * 100)} %`;
  return line;
}

function showFields(record) {
  const list = $("fields");
  list.replaceChildren();
  for (const [name, given] of Object.entries(record)) {
    if (["source", "sources", "text", "markdown", "html"].includes(name)) continue;
    const term = document.createElement("dt");
    term.textContent = name.replaceAll("_", " ");
    const shown = value(name, given);
    const detail = document.createElement("dd");
    detail.dir = "auto";
    if (shown === null) {
      const none = document.createElement("span");
      none.className = "none";
      none.textContent = "—";
      detail.append(none);
    } else {
      detail.textContent = shown;
      const found = record.sources[name];
      if (found) detail.append(where(found));
    }
    list.append(term, detail);
  }
}

function outcome(record) {
  const words = new Intl.NumberFormat("en").format(record.words);
  const found = record.outcome === "article" ? "Article" : "No article";
  const why = record.reason ? `: ${record.reason}` : "";
  return `${found}${why} · ${record.page_type} page · ${words} ${record.words === 1 ? "word" : "words"} · confidence ${record.confidence.toFixed(2)}`;
}

async function clean() {
  if (!chosen && !$("page").value.trim()) {
    status("Paste a page or open a file first.", true);
    $("page").focus();
    return;
  }
  const mine = ++latest;
  $("clean").disabled = true;
  status("Cleaning…");
  try {
    const [json, html, markdown, why] = await Promise.all([
      ask("/v1/clean", "json"),
      ask("/v1/clean", "html"),
      ask("/v1/clean", "markdown"),
      ask("/v1/explain", "html"),
    ]);
    if (mine !== latest) return;
    const record = JSON.parse(json);
    $("outcome").textContent = outcome(record);
    $("view-article").replaceChildren();
    copy(new DOMParser().parseFromString(html, "text/html").documentElement, $("view-article"));
    showFields(record);
    $("markdown").textContent = markdown;
    $("json").textContent = json;
    $("why").srcdoc = why;
    $("result").hidden = false;
    status("");
    if (matchMedia("(max-width: 64rem)").matches) $("result").scrollIntoView({ block: "start" });
  } catch (error) {
    if (mine === latest) status(error.message || "The server does not answer.", true);
  } finally {
    if (mine === latest) $("clean").disabled = false;
  }
}

function choose(file) {
  chosen = file;
  $("chosen").hidden = !file;
  $("chosen-name").textContent = file ? `${file.name} (${new Intl.NumberFormat("en").format(file.size)} bytes)` : "";
  $("page").disabled = Boolean(file);
  if (file) clean();
}

function select(tab) {
  for (const each of document.querySelectorAll('[role="tab"]')) {
    const on = each === tab;
    each.setAttribute("aria-selected", String(on));
    each.tabIndex = on ? 0 : -1;
    $(each.getAttribute("aria-controls")).hidden = !on;
  }
}

for (const tab of document.querySelectorAll('[role="tab"]')) {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", (event) => {
    const tabs = [...document.querySelectorAll('[role="tab"]')];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    select(next);
    next.focus();
  });
}
for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.nextElementSibling.textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
}
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  clean();
});
$("file").addEventListener("change", () => choose($("file").files[0] || null));
$("forget").addEventListener("click", () => {
  $("file").value = "";
  choose(null);
  $("page").focus();
});
$("here").textContent = location.origin;

addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) $("drop").hidden = true;
});
addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").hidden = true;
  const file = event.dataTransfer.files[0];
  const text = event.dataTransfer.getData("text/html") || event.dataTransfer.getData("text/plain");
  if (file) {
    choose(file);
  } else if (text) {
    choose(null);
    $("page").value = text;
    clean();
  }
});
