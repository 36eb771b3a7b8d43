import assert from "node:assert/strict";

/** An answer that comes late is not painted over the image that was taken since. */
export default async function (stage) {
  await stage.api("PUT", "/v1/vocabularies/late", { classes: [{ name: "background", background: true }, "amber", "denim"] });
  const page = await stage.signedIn("/ui/vocabularies/late");
  const late = { width: 8, height: 8, classes: [{ id: 1, name: "late", color: "#ff0000", pixels: 64 }], masks: [] };
  let first = null;
  await page.route("**/v1/vocabularies/try?*", route => (first === null ? void (first = route) : route.continue()));
  let letGo = 0;
  page.on("requestfailed", request => { if (request.url().includes("/v1/vocabularies/try")) letGo++; });
  const tryIt = page.getByRole("region", { name: "Try it" });
  const [one, other] = stage.images(2);
  await stage.until(async () => (await tryIt.getByLabel("Model").inputValue()) !== "", "a model is chosen");
  await tryIt.getByLabel("An image").setInputFiles(one);
  await stage.until(() => first !== null, "the first image is sent");
  await tryIt.getByLabel("Another image").setInputFiles(other);
  const legend = tryIt.getByRole("region", { name: "Classes in the image" });
  await legend.waitFor();
  await first.fulfill({ json: late }).catch(() => {}); // nobody waits for it any more
  await stage.settled(() => legend.textContent());
  assert.doesNotMatch(await legend.textContent(), /late/);
  await stage.until(() => letGo === 1, "the first run is let go", 20);
  await tryIt.getByRole("button", { name: "Label it again" }).waitFor();

  // What unpacks label maps is of another version of the server meanwhile.
  await stage.job("renewed", { images: 1 });
  const old = await stage.signedIn("/ui/jobs/renewed/results/0");
  let isGone = true;
  await old.route("**/assets/decode-*.js", route => (isGone ? route.fulfill({ status: 404 }) : route.continue()));
  await old.reload();
  await old.getByRole("alert").getByText("Load it again.").waitFor();
  isGone = false;
  await old.reload();
  await stage.until(async () => (await stage.colours(old)) > 500, "the image is drawn once the page is loaded again");
  stage.heard = stage.heard.filter(one => !one.includes("404"));
}
