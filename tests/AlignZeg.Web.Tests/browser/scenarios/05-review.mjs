import assert from "node:assert/strict";

/** The most uncertain images come first; one is accepted by a key, one corrected by a click, and thresholds are fitted to both. */
export default async function (stage) {
  await stage.job("judged");
  const { images } = await stage.api("GET", "/v1/jobs/judged/review");
  const page = await stage.signedIn("/ui/jobs/judged/review");
  await page.locator(".stage .caption", { hasText: images[0].image }).waitFor();
  await stage.until(async () => (await stage.colours(page)) > 500, "the image is drawn");
  const pixels = () => page.locator(".stage canvas").evaluate(canvas => canvas.toDataURL());
  await stage.settled(pixels);
  const painted = await pixels();
  const legend = page.getByRole("region", { name: "Classes in the image" });
  const all = legend.getByRole("button", { name: "Show all" });
  if (await all.isVisible()) await all.click(); // a background is hidden at first
  await legend.getByRole("button", { name: "Hide all" }).click();
  assert.equal(await legend.getByRole("checkbox", { checked: true }).count(), 0);
  await stage.until(async () => (await pixels()) !== painted, "the classes are not painted once they are hidden");
  const bare = await pixels();
  await legend.getByRole("checkbox").first().check();
  await stage.until(async () => (await pixels()) !== bare, "a class is painted that was chosen again");
  await legend.getByRole("button", { name: "Show all" }).click();
  await page.keyboard.press("a");
  await page.locator(".stage .caption", { hasText: images[1].image }).waitFor();
  assert.equal((await stage.api("GET", `/v1/jobs/judged/reviews/${images[0].index}`)).verdict, "accepted");

  await stage.until(async () => (await stage.colours(page)) > 500, "the next image is drawn");
  await page.getByLabel("Click a region to make it").selectOption("opal");
  const box = await page.locator(".stage canvas").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByText("→ opal").waitFor();
  await page.getByLabel("Note").fill("an opal");
  await page.getByRole("button", { name: "Save the correction" }).click();
  await page.locator(".stage .caption", { hasText: images[2].image }).waitFor();
  const review = await stage.api("GET", `/v1/jobs/judged/reviews/${images[1].index}`);
  assert.equal(review.verdict, "corrected");
  assert.equal(review.note, "an opal");
  await page.getByText("2 of the first 12 images are reviewed").waitFor();

  await page.goto(`${stage.address}/ui/jobs/judged/results/${images[1].index}`);
  await page.getByRole("button", { name: "With the reviewed map" }).click();
  await page.getByText("of the pixels differ").waitFor();
  assert.equal(await page.locator(".stage canvas").count(), 2);
  await page.goto(`${stage.address}/ui/jobs/judged/review`);
  for (let i = 2; i < 8; i++) {
    await page.locator(".stage .caption", { hasText: images[i].image }).waitFor();
    await page.getByRole("button", { name: "Accept" }).click();
  }

  await page.getByText("8 of the first 12 images are reviewed").waitFor();
  await page.getByRole("button", { name: "Calibrate…" }).click();
  let held = null;
  await page.route("**/calibrate*", route => void (held = route), { times: 1 });
  await page.getByRole("button", { name: "Measure" }).click();
  await stage.until(() => held !== null, "it is measured");
  assert.equal(await page.getByRole("dialog").getByRole("slider").isDisabled(), true, "what is measured is what is shown");
  await held.continue();
  await page.getByText("Right after").waitFor({ timeout: 60_000 });
  assert.equal(await page.getByRole("dialog").getByRole("slider").isDisabled(), false);
}
