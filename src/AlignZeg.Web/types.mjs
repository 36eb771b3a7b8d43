// Writes the types of the API's JSON: `node types.mjs DOCUMENT [FILE]`, DOCUMENT being what a server answers at /openapi/v1.json.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [source, target = join(here, "src/api/openapi.d.ts")] = process.argv.slice(2);
const document = JSON.parse(readFileSync(source, "utf8"));
const folder = mkdtempSync(join(tmpdir(), "alignzeg-types-"));
// The pages ask for addresses by themselves; what they need are the bodies.
writeFileSync(join(folder, "schemas.json"), JSON.stringify({ openapi: document.openapi, info: { ...document.info, description: "" }, paths: {}, components: { schemas: document.components.schemas } }));
execFileSync(join(here, "node_modules/.bin/openapi-typescript"), [join(folder, "schemas.json"), "--output", target, "--default-non-nullable=false"], { stdio: ["ignore", "ignore", "inherit"] });
rmSync(folder, { recursive: true });
