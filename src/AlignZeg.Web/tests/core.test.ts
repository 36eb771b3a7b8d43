import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo, numberOf, parsePlace, valueOf, valuesOf } from "../src/core/address";
import { EventParser } from "../src/core/eventStream";
import { byNumber, bytes, count, duration, moment, percent, rate } from "../src/core/format";
import { itemsInSight, layOut } from "../src/core/grid";
import { addSample, niceEnd, rates, type Sample } from "../src/core/rates";

test("an address is read as it was written, whatever is in a name", () => {
  const link = linkTo(["jobs", "a b/c%", "results"], { class: ["red bird", "ä&b"], min: 0.5, none: "" });
  const url = new URL(link, "http://host");
  const place = parsePlace(url.pathname, url.search);
  assert.deepEqual(place.path, ["jobs", "a b/c%", "results"]);
  assert.deepEqual(valuesOf(place, "class"), ["red bird", "ä&b"]);
  assert.equal(numberOf(place, "min", 0, 1, 0), 0.5);
  assert.equal(valueOf(place, "none"), "");
  assert.equal(numberOf(parsePlace("/ui/x", "?min=7"), "min", 0, 1, 0.25), 0.25);
  assert.deepEqual(parsePlace("/ui/%zz", "").path, ["%zz"]);
});

test("events are the same however the stream is cut", () => {
  const stream = ': alive\n\nid: 7\nevent: progress\ndata: {"a":\r\ndata: 1}\n\ndata: x\n\nid: 8\n\n';
  const whole = new EventParser().push(stream);
  assert.deepEqual(whole, [{ event: "progress", data: '{"a":\n1}', id: "7" }, { event: "message", data: "x", id: "7" }]);
  for (let cut = 1; cut < stream.length; cut++) {
    const parser = new EventParser();
    assert.deepEqual([...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))], whole, `cut at ${cut}`);
    assert.equal(parser.lastId, "8");
  }
});

test("figures are written as people read them", () => {
  assert.equal(count(1234567), "1,234,567");
  assert.deepEqual([0, 999, 1234, 99_600, 1_234_567, 8e12].map(bytes), ["0 B", "999 B", "1.2 kB", "100 kB", "1.2 MB", "8.0 TB"]);
  assert.deepEqual([0, 0.00001, 0.1234, 0.99999, 1].map(value => percent(value)), ["0 %", "0.1 %", "12.3 %", "99.9 %", "100 %"]);
  assert.deepEqual([0.5, 8, 59.7, 200, 7500, 273_600].map(duration), ["0.50 s", "8.0 s", "1 min", "3 min 20 s", "2 h 5 min", "3 d 4 h"]);
  assert.deepEqual([0.5, 12.34, 1234.5].map(rate), ["0.50", "12.3", "1,235"]);
});

test("a day begins at 00, and another day has its date", () => {
  const midnight = new Date(2030, 0, 31, 0, 5);
  assert.equal(moment(midnight.toISOString(), new Date(2030, 0, 31, 12)), "00:05");
  assert.match(moment(midnight.toISOString(), new Date(2030, 1, 1)), /31.*, 00:05$/);
});

test("a grid shows the cells in sight and no others, to the very last", () => {
  const grid = layOut(1000, 100_000, 180, 10, 150);
  assert.equal(grid.columns, 5);
  assert.equal(grid.height, 20_000 * 160 - 10);
  assert.deepEqual(itemsInSight(grid, 100_000, 0, 800, 150, 10), { first: 0, end: 30 });
  const last = itemsInSight(grid, 100_000, grid.height - 800, 800, 150, 10);
  assert.equal(last.end, 100_000);
  assert.ok(last.end - last.first <= 40);
  assert.deepEqual(itemsInSight(layOut(100, 0, 180, 10, 150), 0, 0, 800, 150, 10), { first: 0, end: 0 });
});

test("rates are those of the images that were done, and samples stay few", () => {
  let samples: readonly Sample[] = [];
  for (let i = 0; i <= 5000; i++) samples = addSample(samples, { at: i * 0.5, done: i * 2 });
  assert.ok(samples.length <= 600);
  assert.deepEqual(samples.at(-1), { at: 2500, done: 10_000 });
  assert.ok(rates(samples).every(one => Math.abs(one.rate - 4) < 1e-9));
  assert.deepEqual([0, 0.3, 3, 12, 99].map(niceEnd), [1, 0.5, 5, 20, 100]);
});

test("what there is most of comes first", () => assert.deepEqual(byNumber({ unreadable: 2, "too-large": 7, empty: 2 }), [["too-large", 7], ["unreadable", 2], ["empty", 2]]));
