import assert from "node:assert/strict";

/** The server looks at so many results for a page: a filter may leave one empty, and the next one not. Those of a job that runs come as they are there. */
export default async function (stage) {
  await stage.job("rare", { images: 1 });
  const [line] = (await stage.api("GET", "/v1/jobs/rare/results")).split("\n");
  const record = JSON.parse(line);
  const page = await stage.signedIn("/ui/jobs");
  const pages = { "": [3, "b"], b: [0, "c"], c: [2, "d"], d: [0, "d"] };
  let isOver = false;
  const asked = [];
  let made = 0;
  await page.route("**/v1/jobs/rare/results?*", route => {
    const after = new URL(route.request().url()).searchParams.get("after") ?? "";
    asked.push(after);
    const [count, next] = pages[after];
    const body = Array.from({ length: count }, () => `${JSON.stringify({ ...record, index: made++ })}\n`).join("");
    return route.fulfill({ contentType: "application/x-ndjson", headers: { "X-Next-Cursor": next, "X-End": String(isOver && count === 0) }, body });
  });
  await page.goto(`${stage.address}/ui/jobs/rare/results?status=ok`);
  await stage.until(async () => (await page.locator(".cell").count()) === 5, "the results behind an empty page are shown", 20);
  await page.getByText("5 results so far", { exact: true }).waitFor();
  await stage.settled(() => Promise.resolve(asked.length));
  assert.deepEqual(asked, ["", "b", "c", "d"]);
  pages.d = [2, "e"]; // labelled meanwhile
  pages.e = [0, "e"];
  isOver = true;
  await page.getByText("7 results", { exact: true }).waitFor();
  assert.equal(await page.locator(".cell").count(), 7);
  const last = asked.length;
  await page.waitForTimeout(3500); // longer than the page waits
  assert.equal(asked.length, last, "what is over is not asked for again");

  // A job that has none yet.
  Object.assign(pages, { "": [0, ""] });
  isOver = false;
  await page.goto(`${stage.address}/ui/jobs/rare/results`);
  await page.getByRole("heading", { name: "No results yet" }).waitFor();
  Object.assign(pages, { "": [1, "e"] });
  isOver = true;
  await page.locator(".cell").waitFor();
}
