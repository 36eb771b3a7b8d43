import assert from "node:assert/strict";

/** A hundred thousand results scroll with few cells, and an image of 48 megapixels is drawn in tiles. */
export default async function (stage) {
  await stage.job("large", { images: 1 });
  const [line] = (await stage.api("GET", "/v1/jobs/large/results")).split("\n");
  const record = JSON.parse(line);
  const page = await stage.signedIn("/ui/jobs");
  const total = 100_000;
  await page.route("**/v1/jobs/large/results?*", route => {
    const asked = new URL(route.request().url()).searchParams;
    const [after, size] = [Number(asked.get("after") ?? 0), Number(asked.get("limit"))];
    const lines = Array.from({ length: Math.min(size, total - after) }, (_, i) => JSON.stringify({ ...record, index: after + i, image: `image-${after + i}.png` }));
    return route.fulfill({ contentType: "application/x-ndjson", headers: { "X-Next-Cursor": String(after + lines.length), "X-End": after + lines.length >= total ? "true" : "false" }, body: lines.map(one => `${one}\n`).join("") });
  });
  await page.goto(`${stage.address}/ui/jobs/large/results`);
  await page.locator(".cell").first().waitFor();
  let most = 0;
  await stage.until(async () => {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    most = Math.max(most, await page.locator(".cell").count());
    return (await page.getByText("image-99999.png").count()) === 1;
  }, "the last of a hundred thousand results is shown", 90);
  assert.ok(most < 150, `${most} cells were there at once`);

  const jpeg = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8000, 6000);
    const context = canvas.getContext("2d");
    for (let i = 0; i < 400; i++) {
      context.fillStyle = `hsl(${(i * 137) % 360} 70% ${30 + (i % 40)}%)`;
      context.fillRect((i * 797) % 8000, (i * 547) % 6000, 900, 700);
    }

    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 })).arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
  });
  const { sha256 } = await stage.api("POST", "/v1/images", new Uint8Array(Buffer.from(jpeg, "base64")), { "Content-Type": "application/octet-stream" });
  await stage.api("POST", "/v1/datasets/huge/versions", JSON.stringify({ name: "huge.jpg", sha256 }), { "Content-Type": "application/x-ndjson" });
  await stage.api("POST", "/v1/jobs", { id: "huge", dataset: "huge", vocabulary: "world", model: "tiny" });
  await stage.until(async () => (await stage.api("GET", "/v1/jobs/huge")).phase === "completed", "the large image is labelled");
  await page.goto(`${stage.address}/ui/jobs/huge/results/0`);
  await stage.until(async () => (await stage.colours(page)) > 100, "it is drawn");
  await page.getByText("8000 × 6000").waitFor();
  await page.locator(".stage canvas").focus();
  for (const key of ["1", "ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await stage.until(async () => (await stage.colours(page)) > 10, "a part of it is drawn at its own size");
}
