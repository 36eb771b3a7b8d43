// Runs every scenario in a Chromium against a server: node run.mjs ADDRESS KEY ADMIN_KEY WORLD [SCENARIO…]. A line of JSON for each, then the exit code.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stage } from "./stage.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(join(here, "../../tools/package.json"))("playwright-core");
const [address, key, adminKey, world, ...only] = process.argv.slice(2);
const names = readdirSync(join(here, "scenarios")).filter(name => name.endsWith(".mjs")).map(name => name.slice(0, -4)).sort();

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--font-render-hinting=none"] });
const stage = new Stage(browser, address.replace(/\/$/, ""), key, adminKey, world);
let failed = 0;
for (const name of names.filter(name => only.length === 0 || only.includes(name))) {
  const start = Date.now();
  let problem = null;
  try {
    await (await import(`./scenarios/${name}.mjs`)).default(stage);
    stage.expectQuiet();
  } catch (error) {
    problem = `${error.stack ?? error}`;
    failed++;
  }

  await stage.clear();
  console.log(JSON.stringify({ scenario: name, seconds: (Date.now() - start) / 1000, problem }));
}

await browser.close();
process.exit(failed === 0 ? 0 : 1);
