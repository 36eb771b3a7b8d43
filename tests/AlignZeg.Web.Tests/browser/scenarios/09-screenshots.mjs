import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const viewport = { width: 1024, height: 640 };
const [mostPixels, mostDifference] = [0.04, 60]; // share of pixels that may differ by more than so many levels: fonts differ between machines

/** Pages look as they did when a person last looked at them. ALIGNZEG_SCREENSHOTS=write keeps new ones: look at them. */
export default async function (stage) {
  await stage.job("shown", { images: 6 });
  const shots = [
    ["sign-in", "light", null], ["job", "light", "/ui/jobs/shown"], ["results", "dark", "/ui/jobs/shown/results"], ["image", "light", "/ui/jobs/shown/results/3"], ["vocabulary", "dark", "/ui/vocabularies/world"],
  ];
  const wrong = [];
  for (const [name, colorScheme, path] of shots) {
    const page = path ? await stage.signedIn(path, { colorScheme, viewport }) : await stage.page({ colorScheme, viewport });
    if (!path) await page.goto(`${stage.address}/ui/`);
    await page.waitForFunction(() => !/Loading .*…/.test(document.body.textContent) && [...document.images].every(image => image.complete));
    const file = fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url));
    if (process.env.ALIGNZEG_SCREENSHOTS === "write") {
      await page.waitForTimeout(3_000);
      writeFileSync(file, await shoot(page));
    }

    if (!existsSync(file)) assert.fail(`there is no ${file}; make it with ALIGNZEG_SCREENSHOTS=write, and look at it`);
    const share = await closest(page, readFileSync(file));
    if (share > mostPixels) wrong.push(`${name}: ${(100 * share).toFixed(1)} % of the pixels differ`);
  }

  assert.deepEqual(wrong, []);
}

// What differs from run to run is not compared.
const shoot = page => page.screenshot({ mask: [page.locator(".facts"), page.locator(".tiles"), page.locator(".chart"), page.locator(".cardhead .figures")], maskColor: "#808080" });

// Label maps are unpacked beside the page: on a busy machine they come late.
async function closest(page, kept) {
  let share = 1;
  for (const end = Date.now() + 20_000; share > mostPixels && Date.now() < end; await page.waitForTimeout(300)) share = Math.min(share, await difference(page, await shoot(page), kept));
  return share;
}

async function difference(page, one, other) {
  const blank = await page.context().newPage();
  const share = await blank.evaluate(async ([a, b, most]) => {
    const pixels = async text => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), letter => letter.charCodeAt(0))], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    };
    const [left, right] = [await pixels(a), await pixels(b)];
    if (left.width !== right.width || left.height !== right.height) return 1;
    let differ = 0;
    for (let i = 0; i < left.data.length; i += 4) if ([0, 1, 2].some(k => Math.abs(left.data[i + k] - right.data[i + k]) > most)) differ++;
    return differ / (left.data.length / 4);
  }, [one.toString("base64"), other.toString("base64"), mostDifference]);
  await blank.close();
  return share;
}
