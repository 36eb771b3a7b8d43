import assert from "node:assert/strict";

/** A job with broken images: failures by reason, retry; and one that is paused, resumed and cancelled. */
export default async function (stage) {
  await stage.job("broken", { images: 4, broken: 3 });
  const page = await stage.signedIn("/ui/jobs");
  const row = page.getByRole("row", { name: /broken/ });
  await row.getByText("3 unsupported format").waitFor();
  await row.getByRole("link").click();
  await page.getByRole("region", { name: "Failures" }).getByText("unsupported format").waitFor();
  await page.getByRole("button", { name: "Show the images" }).click();
  await page.getByRole("link", { name: "broken-0.jpg" }).waitFor();
  await page.getByRole("button", { name: "Retry all" }).click();
  await page.getByText("Retries").waitFor();
  await page.locator(".badge.good", { hasText: "completed" }).waitFor();
  assert.equal((await stage.api("GET", "/v1/jobs/broken")).retries, 1);

  await page.getByRole("link", { name: "Results" }).click();
  await page.getByLabel("Status").selectOption("failed");
  await stage.until(async () => (await page.locator(".cell").count()) === 3, "three failed images are shown");
  assert.match(page.url(), /status=failed/);

  // More images than are done while a person finds the button.
  const many = (await stage.api("GET", "/v1/jobs/broken/results")).split("\n").filter(line => line).map(line => JSON.parse(line)).filter(one => one.status === "ok");
  await stage.api("POST", "/v1/datasets/many/versions", Array.from({ length: 12000 }, (_, i) => JSON.stringify({ name: `${i}.png`, sha256: many[i % many.length].sha256 })).join("\n"), { "Content-Type": "application/x-ndjson" });
  await stage.api("PUT", "/v1/vocabularies/other", { ...stage.vocabulary(), templates: ["a {}."] });
  await stage.api("POST", "/v1/jobs", { id: "many", dataset: "many", vocabulary: "other", model: "tiny" });
  await page.goto(`${stage.address}/ui/jobs/many`);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator(".badge", { hasText: "paused" }).waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.locator(".badge", { hasText: /running|completed/ }).waitFor();
  await page.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("button", { name: "Cancel the job" }).click();
  await page.locator(".badge", { hasText: "cancelled" }).waitFor();
}
