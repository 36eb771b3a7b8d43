import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** A draft is tried on an image, published, and compared with the version before. */
export default async function (stage) {
  await stage.api("PUT", "/v1/vocabularies/tried", { classes: [{ name: "background", background: true }, "amber", "denim", "lace"] });
  const page = await stage.signedIn("/ui/vocabularies/tried");
  await page.getByLabel("Name of class 2", { exact: true }).waitFor();
  for (const [i, name] of ["quartz", "linen", "velvet", "granite", "gauze", "jade", "canvas"].entries()) {
    await page.getByRole("button", { name: "Add a class" }).click();
    await page.getByLabel(`Name of class ${i + 5}`, { exact: true }).fill(name);
  }

  await page.getByLabel("Threshold of amber").fill("0.9");
  await page.getByLabel("Synonyms of denim").fill("jeans");
  const told = await page.getByRole("region", { name: "Versions" }).getByRole("listitem").allTextContents();
  assert.deepEqual(told.filter(line => /^[~−]/.test(line)), ["~ amber", "~ denim"], "what the draft changes, and nothing else");
  const tryIt = page.getByRole("region", { name: "Try it" });
  await tryIt.getByLabel("An image").setInputFiles(stage.images(4)[3]);
  await tryIt.getByRole("region", { name: "Classes in the image" }).waitFor();
  await stage.until(async () => (await stage.colours(page)) > 500, "the image is drawn with the draft's classes");
  assert.deepEqual((await stage.api("GET", "/v1/vocabularies/tried/versions")).length, 1, "trying stores nothing");

  await page.getByRole("button", { name: "Publish version 2" }).click();
  await page.getByText("version 2", { exact: true }).waitFor();
  const { vocabulary } = await stage.api("GET", "/v1/vocabularies/tried");
  assert.equal(vocabulary.classes.length, 11);
  assert.equal(vocabulary.classes[1].threshold, 0.9);
  assert.deepEqual(vocabulary.classes[2].synonyms, ["jeans"]);

  await page.getByRole("link", { name: "Compare versions" }).click();
  await page.getByText("+ quartz").waitFor();
  await page.getByLabel("An image").setInputFiles(stage.images(4)[3]);
  await stage.until(async () => (await page.locator(".stage canvas").count()) === 2, "both versions are shown");

  // What was published before is not published again, and that is said.
  for (const classes of [["amber", "denim"], ["amber", "denim", "lace"]]) await stage.api("PUT", "/v1/vocabularies/twice", { classes });
  await page.goto(`${stage.address}/ui/vocabularies/twice`);
  await page.getByRole("button", { name: "Take lace out" }).click();
  await page.getByRole("button", { name: "Publish version 3" }).click();
  await page.getByText("This is version 1 again.").waitFor();
  await stage.api("POST", "/v1/datasets/twice/versions", JSON.stringify({ name: "a.png", sha256: (await stage.api("POST", "/v1/images", readFileSync(stage.images(1)[0]), { "Content-Type": "application/octet-stream" })).sha256 }), { "Content-Type": "application/x-ndjson" });
  await page.getByRole("link", { name: "Label with it" }).click();
  await page.getByText("Version 1.").waitFor();
  await page.getByLabel("Dataset").selectOption("twice");
  await page.getByLabel("Name of the job").fill("twice");
  await page.getByRole("button", { name: "Start the job" }).click();
  await page.getByRole("heading", { name: "twice" }).waitFor();
  assert.equal((await stage.api("GET", "/v1/jobs/twice/request")).vocabulary_version, 1);

  // Somebody else was first.
  await page.goto(`${stage.address}/ui/vocabularies/tried`);
  await page.getByLabel("Name of class 2", { exact: true }).fill("ebony");
  await stage.api("PUT", "/v1/vocabularies/tried", { classes: ["amber", "opal"] });
  await page.getByRole("button", { name: "Publish version 3" }).click();
  await page.getByText("Somebody published a version meanwhile.").waitFor();
  stage.heard = stage.heard.filter(one => !one.includes("412")); // the browser says so too
}
