import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { compareMaps, regionAt, repaint, type LabelMap } from "../src/core/labelMap";
import { classColour, colourOf, parseHex, toHex } from "../src/core/palette";
import { decodePng, PngError } from "../src/core/png";
import { paint, readCounts, runsOf, toCoco, writeCounts } from "../src/core/rle";
import { standsFor } from "../src/core/stands";
import { levelsOf, tilesOf } from "../src/core/tiles";
import { fit, inSight, levelFor, pan, pixelAt, zoom } from "../src/core/viewport";

test("runs are written as COCO writes them", () => {
  // The example of pycocotools: rows 011000, 010011, 110011, 000001.
  const mask = Uint8Array.from("011000010011110011000001", Number);
  assert.deepEqual(runsOf(mask, 6, 4), [2, 1, 1, 3, 1, 1, 8, 2, 2, 3]);
  assert.equal(writeCounts(runsOf(mask, 6, 4)), "21120N71J1");
  assert.deepEqual(readCounts("21120N71J1"), [2, 1, 1, 3, 1, 1, 8, 2, 2, 3]);
  const again = new Uint8Array(24);
  paint(toCoco(mask, 6, 4), at => (again[at] = 1));
  assert.deepEqual(again, mask);
  assert.deepEqual(readCounts(writeCounts([0, 123456, 7, 1_000_000])), [0, 123456, 7, 1_000_000]);
});

test("a region is what hangs together by edges, round corners and holes too", () => {
  const rows = ["11100", "10101", "11101", "00011"];
  const map: LabelMap = { width: 5, height: 4, ids: Uint8Array.from(rows.join(""), Number) };
  const at = (x: number, y: number) => [...regionAt(map, x, y)].join("").match(/.{5}/g);
  assert.deepEqual(at(0, 0), ["11100", "10100", "11100", "00000"]);
  assert.deepEqual(at(1, 1), ["00000", "01000", "00000", "00000"]);
  assert.deepEqual(at(4, 3), ["00000", "00001", "00001", "00011"]);
  assert.deepEqual(at(3, 0), ["00011", "00010", "00010", "00000"]);
  assert.deepEqual([...repaint(map, regionAt(map, 1, 1), 7).ids].join("").slice(5, 10), "17101");
});

test("maps are compared where the truth has a class", () => {
  const map = (text: string): LabelMap => ({ width: text.length, height: 1, ids: Uint8Array.from(text, one => (one === "." ? 255 : Number(one))) });
  const { wrong, iou } = compareMaps(map("0011.1"), map("00010."));
  assert.equal(wrong, 2 / 5);
  assert.deepEqual([...iou], [[0, 2 / 4], [1, 1 / 2]]);
});

test("colours are those of the masks", () => {
  assert.deepEqual([0, 1, 8, 254].map(id => toHex(colourOf(id))), ["#ff2626", "#2665ff", "#b8124a", "#9e3f4a"]);
  assert.equal(new Set(Array.from({ length: 255 }, (_, id) => toHex(colourOf(id)))).size, 255);
  assert.deepEqual(classColour(3, "#3366cc"), [0x33, 0x66, 0xcc]);
  assert.deepEqual(classColour(3, "blue"), colourOf(3));
  assert.equal(parseHex("#12"), null);
});

const chunk = (name: string, data: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
};
const png = (width: number, height: number, depth: number, kind: number, lines: number[]) => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  [header[8], header[9]] = [depth, kind];
  return new Uint8Array(Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", header), chunk("IDAT", deflateSync(Uint8Array.from(lines))), chunk("IEND", new Uint8Array())]));
};

test("a PNG gives its ids, with every filter and every depth", async () => {
  const map = await decodePng(png(3, 5, 8, 3, [0, 5, 6, 7, 1, 5, 1, 1, 2, 0, 0, 1, 3, 2, 2, 2, 4, 1, 0, 0]));
  assert.deepEqual([...map.ids], [5, 6, 7, 5, 6, 7, 5, 6, 8, 4, 7, 9, 5, 7, 9]);
  assert.deepEqual([...(await decodePng(png(2, 1, 16, 0, [0, 1, 2, 255, 255]))).ids], [258, 65535]);
  assert.deepEqual([...(await decodePng(png(5, 1, 2, 3, [0, 0b00011011, 0b11000000]))).ids], [0, 1, 2, 3, 3]);
});

test("what is no label map is refused in a sentence", async () => {
  await assert.rejects(decodePng(Uint8Array.from([1, 2, 3])), PngError);
  await assert.rejects(decodePng(png(1, 1, 8, 2, [0, 1, 2, 3])), /in colours/);
  await assert.rejects(decodePng(png(9, 9, 8, 0, [0, 1])), /ends before|damaged/);
});

const [image, canvas] = [{ width: 8000, height: 6000 }, { width: 1000, height: 800 }];

test("the point under the pointer stays under it while zooming", () => {
  let view = fit(image, canvas);
  assert.ok(Math.abs(view.scale - 0.125) < 1e-9);
  const under = pixelAt(view, 300, 200, image);
  for (let i = 0; i < 10; i++) view = zoom(view, 1.3, 300, 200, image, canvas);
  const after = pixelAt(view, 300, 200, image);
  assert.ok(Math.abs(after!.x - under!.x) <= 1 && Math.abs(after!.y - under!.y) <= 1);
  assert.ok(zoom(view, 1e9, 0, 0, image, canvas).scale <= 32);
});

test("an image cannot be lost, and only what is in sight is drawn", () => {
  const away = pan(fit(image, canvas), 1e6, -1e6, image, canvas);
  const seen = inSight(away, image, canvas);
  assert.ok(seen.x1 > seen.x0 && seen.y1 > seen.y0);
  assert.equal(pixelAt(away, 1, 1, image), null);
  assert.deepEqual([1, 0.5, 0.26, 0.125, 0.01, 4].map(scale => levelFor(scale, 4)), [0, 1, 1, 3, 3, 0]);
});

test("tiles cover what is in sight, once", () => {
  assert.equal(levelsOf(8000, 6000), 4);
  assert.equal(levelsOf(300, 200), 1);
  const tiles = tilesOf(1, { x0: 100, y0: 2047, x1: 4097, y1: 2049 });
  assert.deepEqual(tiles.map(tile => `${tile.column},${tile.row}`), ["0,0", "1,0", "2,0", "0,1", "1,1", "2,1"]);
  assert.deepEqual(tilesOf(0, { x0: 5, y0: 5, x1: 5, y1: 5 }).length, 1);
});

test("of a huge picture the whole is never loaded", () => {
  assert.deepEqual(standsFor(1024, 1024), [undefined]);
  assert.deepEqual(standsFor(8000, 8000), [1024, undefined]);
  assert.deepEqual(standsFor(12_000, 10_000), [1024, 2048]);
});
