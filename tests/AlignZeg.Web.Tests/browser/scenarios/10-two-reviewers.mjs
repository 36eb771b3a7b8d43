import assert from "node:assert/strict";

/** A review replaces none that was not seen, and none is given before the image is. */
export default async function (stage) {
  await stage.job("shared", { images: 6 });
  const { images } = await stage.api("GET", "/v1/jobs/shared/review");
  const verdictOf = async at => (await stage.api("GET", "/v1/jobs/shared/reviews")).reviews.find(one => one.index === images[at].index)?.verdict;
  const page = await stage.signedIn("/ui/jobs/shared/review");
  let sent = 0;
  page.on("request", request => { if (request.method() === "PUT") sent++; });
  const accept = page.getByRole("button", { name: "Accept" });
  const ready = async at => {
    await page.locator(".stage .caption", { hasText: images[at].image }).waitFor();
    await stage.until(() => accept.isEnabled(), `image ${at} can be judged`);
  };

  // Somebody else is first.
  await ready(0);
  await stage.api("PUT", `/v1/jobs/shared/reviews/${images[0].index}`, { verdict: "rejected", note: "a fox" });
  await page.keyboard.press("a");
  await page.getByText("Somebody reviewed this image meanwhile.").waitFor();
  await page.getByRole("region", { name: "Verdict" }).getByText("rejected").waitFor();
  await stage.until(async () => (await page.getByLabel("Note").inputValue()) === "a fox", "what they wrote is shown");
  assert.equal(await verdictOf(0), "rejected");
  stage.heard = stage.heard.filter(one => !one.includes("412")); // the browser says so too
  await ready(0);
  await page.keyboard.press("a"); // it was seen now
  await ready(1);
  assert.equal(await verdictOf(0), "accepted");

  // A key that is held judges one image.
  sent = 0;
  await page.keyboard.down("a");
  await ready(2);
  for (let i = 0; i < 3; i++) await page.keyboard.down("a");
  await page.keyboard.up("a");
  assert.equal(sent, 1);
  assert.equal(await verdictOf(2), undefined);

  // An image whose classes are not there yet is not judged, and nothing is while a dialog asks.
  const waiting = [];
  await page.route(url => url.pathname.includes("/shared/files/masks/") && !url.searchParams.has("size"), route => { waiting.push(route); });
  await page.keyboard.press("s");
  await page.locator(".stage .caption", { hasText: images[3].image }).waitFor();
  await stage.until(() => waiting.length > 0, "its classes are asked for");
  assert.equal(await accept.isDisabled(), true);
  await page.keyboard.press("a");
  await page.unrouteAll();
  for (const route of waiting) await route.continue().catch(() => {});
  await ready(3);
  await page.getByRole("button", { name: "Calibrate…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Measure" }).focus();
  await page.keyboard.press("r");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  assert.equal(sent, 1);

  // Those are counted that are in the list. Behind its last image the next page begins.
  await page.route("**/v1/jobs/shared/review?*", route => route.fulfill({ json: new URL(route.request().url()).searchParams.get("after") ? { images: images.slice(4, 5), next: null } : { images: images.slice(3, 4), next: "behind" } }));
  await page.goto(`${stage.address}/ui/jobs/shared/review`);
  await ready(3);
  await page.keyboard.press("a");
  await ready(4);
  await page.goto(`${stage.address}/ui/jobs/shared/review`); // nobody begins with what is done
  await ready(4);
  await page.getByText("1 of the first 2 images are reviewed").waitFor();
  assert.equal(await verdictOf(3), "accepted");

  // An image without the names of its classes is not judged either.
  let isAway = true;
  await page.route("**/v1/vocabularies/world?*", route => (isAway ? route.fulfill({ status: 503, json: { title: "The storage is away.", status: 503 } }) : route.continue()));
  await page.reload();
  await page.locator(".stage .caption", { hasText: images[4].image }).waitFor();
  await page.getByRole("alert").getByText("The storage is away.").waitFor();
  await page.waitForTimeout(1000); // for its picture and map
  assert.equal(await accept.isDisabled(), true);
  isAway = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await ready(4);
  stage.heard = stage.heard.filter(one => !one.includes("503"));
}
