import assert from "node:assert/strict";
import { test } from "node:test";
import { isLast } from "../src/core/pages";

test("a filtered list goes on behind a page that is empty or short, as long as its cursor does", () => {
  assert.equal(isLast({ count: 0, next: "b", end: false }, "a", true), false);
  assert.equal(isLast({ count: 3, next: "b", end: false }, "a", true), false);
  assert.equal(isLast({ count: 3, next: "b", end: true }, "a", true), true);
});

test("a cursor that stays where it was ends a list, whatever came with it", () => {
  assert.equal(isLast({ count: 0, next: "a", end: false }, "a", true), true);
  assert.equal(isLast({ count: 500, next: "a", end: false }, "a", true), true);
});

test("an empty page of all results is the last for now", () => {
  assert.equal(isLast({ count: 0, next: "b", end: false }, "a", false), true);
  assert.equal(isLast({ count: 500, next: "b", end: false }, "a", false), false);
});
