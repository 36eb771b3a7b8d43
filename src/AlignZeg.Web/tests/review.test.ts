import assert from "node:assert/strict";
import { test } from "node:test";
import { api } from "../src/api/calls";
import type { ImageReview } from "../src/api/types";
import { actOf } from "../src/core/reviewKeys";

const press = (key: string, how = {}) => ({ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, ...how });
const moment = { isElsewhere: false, busy: false, canJudge: true, fixes: 0 };

test("a press is one act: a key that is held, or meant for a dialog, a field or the browser, is none", () => {
  assert.deepEqual(["a", "r", "s", "x"].map(key => actOf(press(key), moment)), ["accepted", "rejected", "skip", null]);
  assert.deepEqual(["a", "r", "s"].map(key => actOf(press(key, { repeat: true }), moment)), [null, null, null]);
  assert.deepEqual(["a", "r", "s"].map(key => actOf(press(key), { ...moment, isElsewhere: true })), [null, null, null]);
  assert.equal(actOf(press("a"), { ...moment, busy: true }), null);
  assert.equal(actOf(press("a", { ctrlKey: true }), moment), null);
});

test("what is not in sight yet cannot be judged, but skipped", () => {
  const before = { ...moment, canJudge: false };
  assert.deepEqual(["a", "r", "s"].map(key => actOf(press(key), before)), [null, null, "skip"]);
  assert.equal(actOf(press("c"), { ...before, fixes: 1 }), null);
});

test("with fixes a review is a correction, or they are undone", () => {
  assert.deepEqual(["a", "r", "c", "z"].map(key => actOf(press(key), { ...moment, fixes: 2 })), [null, null, "corrected", "undo"]);
  assert.deepEqual(["c", "z"].map(key => actOf(press(key), moment)), [null, null]);
});

test("a review replaces only what was seen", async t => {
  const review = { index: 3, image: "a.png", verdict: "accepted", mask: "m", by: "k", at: "2030-01-01T00:00:00Z" } as ImageReview;
  let kept: ImageReview[] = [];
  const sent: Headers[] = [];
  t.mock.method(globalThis, "fetch", async (path: string, { method, headers }: { method: string; headers: Headers }) => {
    if (method === "PUT") sent.push(headers);
    return path.includes("?") ? Response.json({ reviews: kept }) : Response.json(review, { headers: { ETag: 'W/"one"' } });
  });
  await api.setReview("j", 3, {}, await api.keptReview("j", 3));
  kept = [review];
  const seen = await api.keptReview("j", 3);
  assert.deepEqual(seen, { review, tag: '"one"' });
  await api.setReview("j", 3, {}, seen);
  assert.deepEqual(sent.map(one => [one.get("If-None-Match"), one.get("If-Match")]), [["*", null], [null, '"one"']]);
});
