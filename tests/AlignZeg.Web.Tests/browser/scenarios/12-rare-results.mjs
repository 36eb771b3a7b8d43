import assert from "node:assert/strict";

/** The server looks at so many results for a page: a filter may leave one empty, and the next one not. */
export default async function (stage) {
  await stage.job("rare", { images: 1 });
  const [line] = (await stage.api("GET", "/v1/jobs/rare/results")).split("\n");
  const record = JSON.parse(line);
  const page = await stage.signedIn("/ui/jobs");
  const pages = { "": [3, "b"], b: [0, "c"], c: [2, "d"], d: [0, "d"] };
  const asked = [];
  let made = 0;
  await page.route("**/v1/jobs/rare/results?*", route => {
    const after = new URL(route.request().url()).searchParams.get("after") ?? "";
    asked.push(after);
    const [count, next] = pages[after];
    const body = Array.from({ length: count }, () => `${JSON.stringify({ ...record, index: made++ })}\n`).join("");
    return route.fulfill({ contentType: "application/x-ndjson", headers: { "X-Next-Cursor": next, "X-End": "false" }, body });
  });
  await page.goto(`${stage.address}/ui/jobs/rare/results?status=ok`);
  await stage.until(async () => (await page.locator(".cell").count()) === 5, "the results behind an empty page are shown", 20);
  await page.getByText("5 results", { exact: true }).waitFor(); // not "so far": a cursor that stays ends it
  await stage.settled(() => Promise.resolve(asked.length));
  assert.deepEqual(asked, ["", "b", "c", "d"]);
}
