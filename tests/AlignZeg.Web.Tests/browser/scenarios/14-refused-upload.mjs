import assert from "node:assert/strict";

/** A file that is refused ends an upload, by its name; files that come too late, or beside an archive, are not lost in silence. */
export default async function (stage) {
  const page = await stage.signedIn("/ui/upload");
  const files = stage.images(8);
  const asked = [];
  let letGo = 0;
  page.on("requestfailed", () => letGo++);
  await page.route("**/v1/images", route => { asked.push(route); });
  await page.getByLabel("Name of the dataset").fill("refused");
  await page.getByLabel("Images, or one archive").setInputFiles(files);
  await page.getByRole("button", { name: "Upload" }).click();
  await stage.until(() => asked.length === 4, "four are on their way");

  await page.getByText("No file can be added while these are sent.").waitFor();
  assert.equal(await page.getByLabel("Images, or one archive").isDisabled(), true);
  await page.locator(".drop").evaluate(zone => {
    const dropped = new DataTransfer();
    dropped.items.add(new File(["x"], "late.png"));
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
  });

  await asked[1].fulfill({ status: 413, contentType: "application/problem+json", json: { type: "urn:alignzeg:problem:too-large", title: "It is too large.", detail: "At most 64 MB." } });
  const said = await page.getByRole("alert").getByText(": It is too large.").textContent();
  assert.ok(files.some(file => said === `${file.split("/").at(-1)}: It is too large.`), said);
  await stage.until(() => letGo === 3, "the others are let go", 20);
  await stage.settled(() => Promise.resolve(asked.length));
  assert.equal(asked.length, 4, "and none is begun");
  await page.getByText("8 files").waitFor(); // the late one is not among them
  stage.heard = stage.heard.filter(one => !one.includes("413")); // the browser says so too

  await page.getByLabel("Images, or one archive").setInputFiles([{ name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from("a") }, { name: "b.zip", mimeType: "application/zip", buffer: Buffer.from("b") }]);
  await page.getByText("Archive b.zip").waitFor();
  await page.getByText("An archive goes alone: 9 files left out.").waitFor();
}
