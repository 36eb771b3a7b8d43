// Bundles tests/ and runs them with node's own runner: `node test.mjs`.
import { buildSync } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), "alignzeg-web-"));
const entryPoints = readdirSync(join(here, "tests")).filter(name => name.endsWith(".test.ts")).map(name => join(here, "tests", name));
buildSync({ entryPoints, outdir: out, bundle: true, platform: "node", format: "esm", outExtension: { ".js": ".mjs" } });
const run = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...readdirSync(out).map(name => join(out, name))], { stdio: "inherit" });
rmSync(out, { recursive: true });
process.exit(run.status ?? 1);
