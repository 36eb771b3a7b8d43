import assert from "node:assert/strict";

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

  // Somebody else was first.
  await page.goto(`${stage.address}/ui/vocabularies/tried`);
  await page.getByLabel("Name of class 2", { exact: true }).fill("ebony");
  await stage.api("PUT", "/v1/vocabularies/tried", { classes: ["amber", "opal"] });
  await page.getByRole("button", { name: "Publish version 3" }).click();
  await page.getByText("Somebody published a version meanwhile.").waitFor();
  stage.heard = stage.heard.filter(one => !one.includes("412")); // the browser says so too
}
