import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";

/** A hundred thousand results scroll with few cells, and an image of 48 megapixels is drawn in tiles. */
export default async function (stage) {
  await stage.job("large", { images: 1 });
  const [line] = (await stage.api("GET", "/v1/jobs/large/results")).split("\n");
  const record = JSON.parse(line);
  const page = await stage.signedIn("/ui/jobs");
  const total = 100_000;
  // Answered within the page: two hundred answers through the test's own process would be what is measured.
  await page.addInitScript(([record, total]) => {
    const ask = globalThis.fetch;
    globalThis.fetch = (address, ...rest) => {
      const url = new URL(String(address), location.href);
      if (url.pathname !== "/v1/jobs/large/results") return ask(address, ...rest);
      const [after, size] = [Number(url.searchParams.get("after") ?? 0), Number(url.searchParams.get("limit"))];
      const lines = Array.from({ length: Math.min(size, total - after) }, (_, i) => JSON.stringify({ ...record, index: after + i, image: `image-${after + i}.png` }));
      return Promise.resolve(new Response(lines.map(one => `${one}\n`).join(""), { headers: { "X-Next-Cursor": String(after + lines.length), "X-End": String(after + lines.length >= total) } }));
    };
  }, [record, total]);
  await page.goto(`${stage.address}/ui/jobs/large/results`);
  await page.locator(".cell").first().waitFor();
  const most = await page.evaluate(async () => {
    let most = 0;
    for (const end = performance.now() + 90_000; performance.now() < end; await new Promise(resolve => setTimeout(resolve, 20))) {
      scrollTo(0, document.body.scrollHeight);
      const cells = document.querySelectorAll(".cell");
      most = Math.max(most, cells.length);
      if (cells[cells.length - 1]?.textContent.includes("image-99999.png")) return most;
    }

    throw new Error("the last of a hundred thousand results is never shown");
  });
  assert.ok(most < 150, `${most} cells were there at once`);

  // The image and its map are made here: to label one takes a processor half a minute.
  await page.route("**/v1/jobs/large/results/0", route => route.fulfill({ contentType: "application/json", body: JSON.stringify({ ...record, width, height, confidence: undefined, bytes: 1 }) }));
  await page.route("**/v1/jobs/large/files/masks/**", route => route.fulfill({ contentType: "image/png", body: map() }));
  const jpeg = Buffer.from(await page.evaluate(draw, [width, height]), "base64");
  await page.route(`**/v1/images/${record.sha256}*`, route => route.fulfill({ contentType: "application/octet-stream", body: jpeg }));
  await page.goto(`${stage.address}/ui/jobs/large/results/0`);
  await page.getByText("8000 × 6000").waitFor();
  await stage.until(async () => (await stage.colours(page)) > 100, "it is drawn");
  await page.locator(".stage canvas").focus();
  for (const key of ["1", "ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await stage.until(async () => (await stage.colours(page)) > 10, "a part of it is drawn at its own size");
  const box = await page.locator(".stage canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const [, x, y] = /(\d+), (\d+)$/.exec(await page.getByTestId("readout").textContent());
  assert.ok(Number(x) > 1000 && Number(y) > 1000, `the pointer is at ${x}, ${y}`);
  await page.getByTestId("readout").getByText(stage.vocabulary().classes[idAt(Number(x), Number(y))].name).waitFor();
}

const [width, height] = [8000, 6000];
const idAt = (x, y) => 1 + ((Math.floor(x / 500) + 3 * Math.floor(y / 500)) % 7);

// Fields of 500 pixels; each line is the one above it but at their edges.
function map() {
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    const at = y * (width + 1);
    const isNew = y % 500 === 0;
    lines[at] = isNew ? 0 : 2;
    if (isNew) for (let x = 0; x < width; x++) lines[at + 1 + x] = idAt(x, y);
  }

  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...[["IHDR", header], ["IDAT", deflateSync(lines, { level: 1 })], ["IEND", Buffer.alloc(0)]].flatMap(([name, data]) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    return [size, Buffer.from(name), data, Buffer.alloc(4)]; // the page checks no sums
  })]);
}

async function draw([width, height]) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  for (let i = 0; i < 400; i++) {
    context.fillStyle = `hsl(${(i * 137) % 360} 70% ${30 + (i % 40)}%)`;
    context.fillRect((i * 797) % width, (i * 547) % height, 900, 700);
  }

  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 })).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
}
