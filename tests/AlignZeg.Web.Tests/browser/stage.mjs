import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What every scenario has: a browser, a server, two keys, a world of images; and ears for all that should not be heard. */
export class Stage {
  constructor(browser, address, key, adminKey, world) {
    Object.assign(this, { browser, address, key, adminKey, world });
    this.heard = [];
    this.contexts = [];
  }

  /** Files of images of the world. */
  images(count = 12) {
    return readdirSync(join(this.world, "images")).sort().slice(0, count).map(name => join(this.world, "images", name));
  }

  /** The world's vocabulary. */
  vocabulary() {
    return JSON.parse(readFileSync(join(this.world, "vocabulary.json"), "utf8"));
  }

  /** A page of its own, with nobody signed in. */
  async page(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "light", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(20_000);
    this.contexts.push(context);
    const page = await context.newPage();
    page.on("console", message => ["error", "warning"].includes(message.type()) && this.heard.push(`console: ${message.text()}`));
    page.on("pageerror", error => this.heard.push(`exception: ${error.stack ?? error}`));
    page.on("request", request => this.hear(request.url()));
    await page.addInitScript(() => addEventListener("securitypolicyviolation", event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
    return page;
  }

  hear(url) {
    if (!url.startsWith(this.address) && !/^(blob|data|about):/.test(url)) this.heard.push(`elsewhere: ${url}`);
    for (const key of [this.key, this.adminKey]) if (url.includes(key) || url.includes(encodeURIComponent(key))) this.heard.push(`a key in an address: ${url.replaceAll(key, "…")}`);
  }

  /** A page that is signed in and shows an address. */
  async signedIn(path = "/ui/", options = {}, key = this.key) {
    const page = await this.page(options);
    await page.goto(this.address + path);
    await page.getByLabel("API key").fill(key);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    return page;
  }

  /** Nothing was heard that should not be. */
  expectQuiet() {
    assert.deepEqual(this.heard, []);
  }

  async clear() {
    for (const context of this.contexts) await context.close().catch(() => {});
    this.contexts = [];
    this.heard = [];
  }

  /** Asks the API as a program does. */
  async api(method, path, body, headers = {}) {
    const answer = await fetch(this.address + path, { method, body: body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body), headers: { Authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers } });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.status === 204 ? null : (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? answer.json() : answer.text();
  }

  /** A job over images of the world, with what is broken beside them; made once. */
  async job(id, { images = 12, broken = 0 } = {}) {
    const lines = [];
    for (const file of this.images(images)) {
      const { sha256 } = await this.api("POST", "/v1/images", readFileSync(file), { "Content-Type": "application/octet-stream" });
      lines.push(JSON.stringify({ name: file.split("/").at(-1), sha256 }));
    }

    for (let i = 0; i < broken; i++) {
      const { sha256 } = await this.api("POST", "/v1/images", new TextEncoder().encode(`no image ${i}`), { "Content-Type": "application/octet-stream" });
      lines.push(JSON.stringify({ name: `broken-${i}.jpg`, sha256 }));
    }

    await this.api("PUT", "/v1/vocabularies/world", this.vocabulary());
    await this.api("POST", `/v1/datasets/${id}/versions`, lines.join("\n"), { "Content-Type": "application/x-ndjson" });
    await this.api("POST", "/v1/jobs", { id, dataset: id, vocabulary: "world", model: "tiny", confidence: true });
    await this.until(async () => (await this.api("GET", `/v1/jobs/${id}`)).phase === "completed", `the job ${id} is completed`);
  }

  /** Waits until something is so. */
  async until(isSo, what, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; !(await isSo()); await new Promise(resolve => setTimeout(resolve, 100))) assert.ok(Date.now() < end, `It never was so that ${what}.`);
  }

  /** Waits until something is the same twice in a row. */
  async settled(read, what = "it settles") {
    let last = null;
    await this.until(async () => {
      const now = await read();
      const same = now === last;
      last = now;
      return same;
    }, what);
  }

  /** How many different colours a canvas shows. */
  colours(page, selector = ".stage canvas") {
    return page.locator(selector).first().evaluate(canvas => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      return new Set(new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
    });
  }
}
