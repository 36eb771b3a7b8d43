// Checks the API of a running server as a stranger's tools see it; see README.md.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";

const [server, key, image, model] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const tool = (name) => join(here, "..", "node_modules", ".bin", name);

const document = await (await fetch(`${server}/openapi/v1.json`)).json();
const validity = await new Validator().validate(document);
if (!validity.valid) throw new Error(`The document is not valid OpenAPI: ${JSON.stringify(validity.errors, null, 1)}`);
console.log(`valid: OpenAPI ${document.openapi}, ${Object.keys(document.paths).length} addresses`);

rmSync(join(here, "out"), { recursive: true, force: true });
mkdirSync(join(here, "out"));
writeFileSync(join(here, "out", "openapi.json"), JSON.stringify(document));
execFileSync(tool("openapi-typescript"), [join(here, "out", "openapi.json"), "--output", join(here, "out", "api.d.ts"), "--default-non-nullable=false"], { stdio: ["ignore", "ignore", "inherit"] });
execFileSync(tool("tsc"), ["--project", here], { stdio: ["ignore", "inherit", "inherit"] });
console.log("compiled: a client against the generated types");

const { run } = await import(join(here, "out", "client.mjs"));
await run(server, key, image, model);
