import assert from "node:assert/strict";

/** The list of jobs is looked at again: not while an answer is on its way, not while nobody sees it, and at once when somebody does. */
export default async function (stage) {
  await stage.job("watched", { images: 1 });
  const view = { ...(await stage.api("GET", "/v1/jobs/watched")), phase: "running", total: 100 };
  const page = await stage.signedIn("/ui/usage");
  const asked = [];
  await page.route("**/v1/jobs?*", route => route.fulfill({ json: { names: ["watched"], next: null } }));
  await page.route("**/v1/jobs/watched", route => { asked.push(route); });
  const answer = async () => {
    const done = asked.length;
    await asked.at(-1).fulfill({ json: { ...view, ok: done } }).catch(() => {}); // it may be let go
    await page.getByText(`${done} / 100`).waitFor();
  };
  const isSeen = seen => page.evaluate(seen => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => !seen });
    document.dispatchEvent(new Event("visibilitychange"));
    return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50))); // the page takes note behind its next frame
  }, seen);
  const again = count => stage.until(async () => {
    await page.clock.fastForward(1000);
    return asked.length === count;
  }, `the job is asked for ${count} times`);
  const wait = async () => {
    for (let i = 0; i < 3; i++) {
      await page.clock.fastForward(5000);
      await stage.settled(() => Promise.resolve(asked.length));
    }
  };

  await page.clock.install();
  await page.goto(`${stage.address}/ui/jobs`);
  await again(1);
  await answer();
  await again(2);
  await wait();
  assert.equal(asked.length, 2, "a slow answer is waited for");
  await answer();

  await isSeen(false);
  await wait();
  assert.equal(asked.length, 2, "nobody sees it");
  await page.evaluate(() => {
    const wait = globalThis.setTimeout;
    globalThis.pauses = [];
    globalThis.setTimeout = (act, pause, ...rest) => {
      globalThis.pauses.push(pause ?? 0);
      return wait(act, pause, ...rest);
    };
  });
  await isSeen(true);
  await stage.until(() => asked.length === 3, "somebody sees it again");
  assert.ok(Math.max(...(await page.evaluate(() => globalThis.pauses))) < 1000, "it is asked for at once");
  await answer();
  await again(4);
}
