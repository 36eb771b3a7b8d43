import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api/problem";
import { taken } from "../src/core/files";
import { inTurn } from "../src/core/inTurn";

const named = (...names: string[]) => names.map(name => ({ name }));

test("of images and an archive the archive is sent, wherever it stands, and the rest is counted", () => {
  assert.deepEqual(taken([], named("a.jpg", "b.zip")), { files: named("b.zip"), leftOut: 1 });
  assert.deepEqual(taken(named("x.png", "y.png"), named("b.tar.gz")), { files: named("b.tar.gz"), leftOut: 2 });
  assert.deepEqual(taken(named("x.png"), named("y.png", "z.png")), { files: named("x.png", "y.png", "z.png"), leftOut: 0 });
  assert.deepEqual(taken(named("b.zip"), named("y.png")), { files: named("y.png"), leftOut: 1 });
});

test("all are worked on, a few at a time", async () => {
  let [now, most] = [0, 0];
  const seen: number[] = [];
  await inTurn(["a", "b", "c", "d", "e", "f", "g"], 3, async (_, at) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    seen.push(at);
  });
  assert.equal(most, 3);
  assert.deepEqual(seen.sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test("the first failure ends what goes on, begins nothing else, and is the outcome", async () => {
  const said: string[] = [];
  const outcome = inTurn(["slow", "bad", "third", "fourth"], 2, async (one, _, signal) => {
    said.push(`${one} begins`);
    if (one === "bad") throw new Error("bad is refused");
    await new Promise((_, reject) => signal.addEventListener("abort", reject));
  }).catch((error: Error) => said.push(error.message));
  await Promise.race([outcome, new Promise(resolve => setTimeout(resolve, 5000).unref())]);
  assert.deepEqual(said, ["slow begins", "bad begins", "bad is refused"]);
});

test("what goes on is told that it is not wanted any more", async () => {
  let stopped = false;
  await assert.rejects(inTurn(["slow", "bad"], 2, async (one, _, signal) => {
    if (one === "bad") throw new Error("bad is refused");
    await new Promise<void>(resolve => signal.addEventListener("abort", () => resolve()));
    stopped = true;
  }), /bad is refused/);
  assert.equal(stopped, true);
});

test("a problem says what it is about", () => {
  const told = new Problem(413, "too-large", "It is too large.", "At most 64 MB.").about("a.jpg");
  assert.deepEqual([told.status, told.code, told.title, told.detail], [413, "too-large", "a.jpg: It is too large.", "At most 64 MB."]);
});
