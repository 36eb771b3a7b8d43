import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(new URL("../../../tools/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");

const every = { resultTypes: ["violations"] };
const colours = ["color-contrast", "link-in-text-block"]; // what else there is does not change with them

/** axe finds nothing serious on any page, light and dark, wide and narrow. */
export default async function (stage) {
  await stage.job("seen", { images: 3, broken: 1 });
  const pages = [
    "/ui/jobs", "/ui/jobs/seen", "/ui/jobs/seen/results", "/ui/jobs/seen/results/0", "/ui/jobs/seen/results/3", "/ui/jobs/seen/review", "/ui/new-job", "/ui/upload", "/ui/datasets", "/ui/datasets/seen",
    "/ui/vocabularies", "/ui/vocabularies/world", "/ui/vocabularies/world/compare", "/ui/usage", "/ui/keys", "/ui/nowhere", "/ui/jobs/nobody",
  ];
  const narrow = ["/ui/jobs", "/ui/jobs/seen/results/0", "/ui/vocabularies/world", "/ui/keys?tenant=acme", "/ui/cluster"];
  const problems = [];
  await Promise.all([{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "light", viewport: { width: 420, height: 800 } }].map(async options => {
    const page = await stage.page(options);
    await page.goto(`${stage.address}/ui/`);
    await page.getByLabel("API key").waitFor();
    const look = async name => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(only => globalThis.axe.run(document, only), options.colorScheme === "dark" ? { ...every, runOnly: colours } : every);
      problems.push(...violations.filter(one => ["serious", "critical"].includes(one.impact)).map(one => `${name} ${JSON.stringify(options)}: ${one.id}: ${one.nodes[0].html} ${one.nodes[0].any[0]?.message ?? ""}`));
    };
    await look("sign in");
    await page.getByLabel("API key").fill(options.viewport ? stage.adminKey : stage.key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    for (const path of options.viewport ? narrow : pages) {
      await page.goto(stage.address + path);
      await page.getByRole("navigation", { name: "Main" }).waitFor();
      await page.waitForFunction(() => !/Loading .*…/.test(document.getElementById("main").textContent));
      await look(path);
      assert.notEqual(await page.title(), "");
    }
  }));

  assert.deepEqual(problems, []);
  stage.heard = stage.heard.filter(one => !/40[34]/.test(one)); // pages of what is not there, and what an operator's tenant has not
}
