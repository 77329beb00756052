// Loads the native addon: a build next to this file, or the package of the platform.
"use strict";

const { existsSync } = require("node:fs");
const { join } = require("node:path");

function isMusl() {
  return process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
}

const libc = process.platform === "linux" ? (isMusl() ? "-musl" : "-gnu") : process.platform === "win32" ? "-msvc" : "";
const platform = `${process.platform}-${process.arch}${libc}`;
const local = join(__dirname, `copydesk.${platform}.node`);

if (process.env.COPYDESK_NODE_ADDON) {
  module.exports = require(process.env.COPYDESK_NODE_ADDON);
} else if (existsSync(local)) {
  module.exports = require(local);
} else {
  try {
    module.exports = require(`copydesk-${platform}`);
  } catch (cause) {
    throw new Error(`copydesk has no build for ${platform}; build one with: npm run build`, { cause });
  }
}
