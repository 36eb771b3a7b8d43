import assert from "node:assert/strict";

/** The whole way in the page: nothing is there, then images, classes, a job, and each image with its classes. */
export default async function (stage) {
  const page = await stage.signedIn();
  await page.getByRole("heading", { name: "No jobs yet" }).waitFor();

  await page.getByRole("link", { name: "Upload images" }).click();
  await page.getByLabel("Name of the dataset").fill("photos");
  await page.getByLabel("Images, or one archive").setInputFiles(stage.images());
  await page.getByText("12 files").waitFor();
  await page.getByRole("button", { name: "Upload" }).click();
  await page.getByText("Version 1 of photos has 12 images.").waitFor();
  await page.getByLabel("Name of the dataset").fill("others");
  await page.getByText("Version 1 of photos has 12 images.").waitFor();
  assert.match(await page.getByRole("link", { name: "Label it" }).getAttribute("href"), /dataset=photos/);

  // The same again is an earlier version again, and that is what is labelled then.
  for (const [files, said] of [[stage.images(2), "Version 1 of again has 2 images."], [stage.images(3), "Version 2 of again has 3 images."], [stage.images(2), "This is version 1 again."]]) {
    await page.getByLabel("Name of the dataset").fill("again");
    await page.getByLabel("Images, or one archive").setInputFiles(files);
    await page.getByRole("button", { name: "Upload", exact: true }).click();
    await page.getByText(said).waitFor();
  }

  await page.getByRole("link", { name: "Vocabularies" }).click();
  await page.getByRole("button", { name: "New vocabulary" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("words");
  await page.getByRole("button", { name: "Go on" }).click();
  const { classes } = stage.vocabulary();
  for (const [i, { name, background }] of classes.entries()) {
    if (i > 0) await page.getByRole("button", { name: "Add a class" }).click();
    await page.getByLabel(`Name of class ${i + 1}`, { exact: true }).fill(name);
    if (background) await page.getByLabel(`${name} is the background`).check();
  }

  await page.getByRole("button", { name: "Publish version 1" }).click();
  await page.getByText("version 1", { exact: true }).waitFor();

  await page.getByRole("link", { name: "Datasets" }).click();
  await page.getByRole("link", { name: "Label it: photos" }).click();
  await page.getByLabel("Vocabulary").selectOption("words");
  await page.getByLabel("Name of the job").fill("first");
  await page.getByRole("button", { name: "Start the job" }).click();
  await page.locator(".badge.good", { hasText: "completed" }).waitFor({ timeout: 60_000 });
  await page.getByText("12 of 12").waitFor();
  const table = page.getByRole("region", { name: "Classes" }).getByRole("row");
  await stage.until(async () => (await table.count()) > 5, "the classes have pixels");

  await page.getByRole("link", { name: "Results" }).click();
  const cells = page.getByRole("list", { name: "Results" }).getByRole("link");
  await stage.until(async () => (await cells.count()) === 12, "twelve results are shown");
  await stage.until(() => page.locator(".cell").first().evaluate(cell => {
    const [image, canvas] = [cell.querySelector("img"), cell.querySelector("canvas")];
    if (!image?.complete || !image.naturalWidth || !canvas || canvas.width === 300) return false;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return new Set(new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size > 2;
  }), "the first cell has its image and its classes");

  await cells.first().click();
  await stage.until(async () => (await stage.colours(page)) > 1000, "the image is drawn with its classes");
  const canvas = page.locator(".stage canvas");
  const box = await canvas.boundingBox();
  const found = new Set();
  for (let i = 1; i < 10; i++) {
    await page.mouse.move(box.x + (box.width * i) / 10, box.y + box.height / 2);
    const told = (await page.getByTestId("readout").allTextContents()).join("");
    if (told) found.add(told.replace(/confidence.*/, ""));
  }

  assert.ok([...found].some(name => classes.some(one => name.startsWith(one.name))), `hovering told ${[...found].join("; ")}`);
}
