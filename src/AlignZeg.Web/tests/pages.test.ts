import assert from "node:assert/strict";
import { test } from "node:test";
import { behind } from "../src/core/pages";

test("a filtered list goes on behind a page that is empty or short, as long as its cursor does", () => {
  assert.equal(behind({ count: 0, next: "b", end: false }, "a", true), "more");
  assert.equal(behind({ count: 3, next: "b", end: false }, "a", true), "more");
  assert.equal(behind({ count: 3, next: "b", end: true }, "a", true), "over");
});

test("a cursor that stays where it was has all that there is, whatever came with it; more may come later", () => {
  assert.equal(behind({ count: 0, next: "a", end: false }, "a", true), "later");
  assert.equal(behind({ count: 500, next: "a", end: false }, "a", true), "later");
  assert.equal(behind({ count: 0, next: "a", end: true }, "a", true), "over");
});

test("an empty page of all results of a job that runs is the last for now, and only its end is the end", () => {
  assert.equal(behind({ count: 0, next: "b", end: false }, "a", false), "later");
  assert.equal(behind({ count: 500, next: "b", end: false }, "a", false), "more");
  assert.equal(behind({ count: 0, next: "b", end: true }, "a", false), "over");
});
