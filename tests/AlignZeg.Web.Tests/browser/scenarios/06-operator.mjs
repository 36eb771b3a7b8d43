import assert from "node:assert/strict";

/** An operator makes a key, which is shown once and works, and revokes it. */
export default async function (stage) {
  const page = await stage.signedIn("/ui/keys", {}, stage.adminKey);
  await page.getByLabel("Tenant").selectOption("operator"); // who has the first key
  await page.getByRole("cell", { name: "admin", exact: false }).first().waitFor();
  await page.getByLabel("Tenant").selectOption("acme");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("dialog").getByLabel("Tenant").fill("newcomer");
  await page.getByLabel("Note").fill("a camera");
  await page.getByRole("button", { name: "Make it" }).click();
  const key = await page.getByLabel("Key", { exact: true }).inputValue();
  assert.match(key, /^alz_newcomer\./);
  await page.getByRole("button", { name: "I have it" }).click();
  await page.getByText("a camera").first().waitFor();

  const other = await stage.signedIn("/ui/usage", {}, key);
  await other.getByText("Nothing was used in these days.").waitFor();
  assert.equal(await other.getByRole("link", { name: "Keys" }).count(), 0);

  await page.getByRole("row", { name: key.split(/[._]/)[2] }).getByRole("button", { name: /^Revoke/ }).click();
  await page.getByText("revoked").first().waitFor();
  await other.reload();
  await other.getByLabel("API key").waitFor(); // a key that ends, ends the session
  stage.heard = stage.heard.filter(one => !one.includes("401"));

  await page.goto(`${stage.address}/ui/usage`);
  await page.getByLabel("Tenant").selectOption("acme");
  await page.getByText("no limit").first().waitFor();

  // The Orleans dashboard: by a cookie that is fetched with the key, for its address alone.
  await page.getByRole("link", { name: "Cluster" }).click();
  await page.getByRole("button", { name: "Open the dashboard" }).click();
  await page.waitForURL(`${stage.address}/dashboard/**`);
  await page.getByText("Total Activations").first().waitFor();
  const [cookie] = await page.context().cookies(`${stage.address}/dashboard/`);
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite, cookie.path], ["alignzeg-dashboard", true, "Strict", "/dashboard"]);
  assert.deepEqual(await page.context().cookies(`${stage.address}/v1/whoami`), []);
  if (process.env.DASHBOARD_PICTURE) await page.screenshot({ path: process.env.DASHBOARD_PICTURE });

  await page.goto(`${stage.address}/ui/cluster`);
  const gone = page.waitForResponse(answer => answer.request().method() === "DELETE" && answer.url().endsWith("/v1/dashboard/session"));
  await page.getByRole("button", { name: "Sign out" }).click();
  await gone;
  assert.deepEqual(await page.context().cookies(`${stage.address}/dashboard/`), []);
}
