import assert from "node:assert/strict";

/** From signing in to an image's details without a mouse. */
export default async function (stage) {
  await stage.job("keys", { images: 4 });
  const page = await stage.page();
  const { keyboard } = page;
  await page.goto(`${stage.address}/ui/jobs`);
  await page.getByLabel("API key").waitFor();
  const tabTo = async (isIt, what) => {
    for (let i = 0; i < 60; i++) {
      await keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const at = document.activeElement;
        return { text: at?.textContent?.trim() ?? "", label: at?.getAttribute("aria-label") ?? "", kind: at?.tagName ?? "", id: at?.id ?? "", ring: at ? getComputedStyle(at).outlineStyle : "" };
      });
      if (!isIt(seen)) continue;
      assert.notEqual(seen.ring, "none", `${what} shows that it has the focus`);
      return;
    }

    assert.fail(`the key Tab never comes to ${what}`);
  };

  await tabTo(one => one.kind === "INPUT", "the key");
  await keyboard.type(stage.key);
  await keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await tabTo(one => one.text === "Skip to the page", "the way past the navigation");
  await keyboard.press("Enter");
  await tabTo(one => one.text === "keys", "the job");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "keys" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "main", "a new page has the focus");
  await tabTo(one => one.text === "Results", "the results");
  await keyboard.press("Enter");
  await page.locator(".cell").first().waitFor();
  await tabTo(one => /\.(png|jpg)/.test(one.text), "the first image");
  await keyboard.press("Enter");
  await stage.until(async () => (await stage.colours(page)) > 500, "the image is drawn");
  const first = page.url();
  await keyboard.press("j");
  await page.waitForURL(url => url.href !== first);
  await stage.until(async () => (await stage.colours(page)) > 500, "the next image is drawn");
  await tabTo(one => one.kind === "CANVAS", "the image");
  const before = await page.locator(".stage canvas").evaluate(canvas => canvas.toDataURL());
  for (const key of ["+", "+", "ArrowRight", "ArrowDown"]) await keyboard.press(key);
  await stage.until(async () => (await page.locator(".stage canvas").evaluate(canvas => canvas.toDataURL())) !== before, "it is larger");
  await keyboard.press("o");
  await page.waitForURL(/opacity=0/);
  await page.goto(page.url()); // what is shown is in the address
  await page.getByLabel("Overlay 0 %").waitFor();

  // A region is corrected without a mouse, and not by another button of one.
  await page.goto(`${stage.address}/ui/jobs/keys/review`);
  await stage.until(async () => (await stage.colours(page)) > 500, "the image to review is drawn");
  await page.getByLabel("Click a region to make it").selectOption("opal");
  const box = await page.locator(".stage canvas").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: "right" });
  assert.equal(await page.getByText("→ opal").count(), 0);
  await page.locator(".stage canvas").focus();
  await keyboard.press("Enter");
  await page.getByText("→ opal").waitFor();
}
