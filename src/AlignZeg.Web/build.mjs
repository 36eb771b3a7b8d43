// Bundles src/ into dist/: `node build.mjs`, or `node build.mjs FOLDER` to see whether what is checked in is what this would write.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.argv[2] ?? join(here, "dist");
const common = { bundle: true, minify: true, write: false, target: "es2022", absWorkingDir: here, legalComments: "none", charset: "utf8" };

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "assets"), { recursive: true });

// A name that changes with the bytes, so that browsers may keep the file for ever.
const keep = (name, extension, bytes) => {
  const file = `assets/${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}.${extension}`;
  writeFileSync(join(dist, file), bytes);
  return `/ui/${file}`;
};
const bundle = async (entry, define = {}) => (await build({ ...common, entryPoints: [entry], format: "esm", define })).outputFiles[0].contents;

const worker = keep("decode", "js", await bundle("src/decode.worker.ts"));
const script = keep("main", "js", await bundle("src/main.tsx", { DECODE_WORKER: JSON.stringify(worker) }));
const style = keep("main", "css", (await build({ ...common, entryPoints: ["src/styles/main.css"] })).outputFiles[0].contents);
const icon = keep("icon", "svg", readFileSync(join(here, "src/icon.svg")));

const page = readFileSync(join(here, "src/index.html"), "utf8").replace("{style}", style).replace("{script}", script).replace("{icon}", icon);
writeFileSync(join(dist, "index.html"), page);
cpSync(join(here, "node_modules/preact/LICENSE"), join(dist, "assets/preact-license.txt"));
