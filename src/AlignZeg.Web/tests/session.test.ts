import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../src/api/client";
import { jobClasses } from "../src/jobClasses";
import { session, setSession } from "../src/session";

test("a job of another tenant has its own classes, though it has the same id", async t => {
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, value: { setItem: () => undefined, removeItem: () => undefined } });
  const asked = t.mock.method(globalThis, "fetch", async (path: string, { headers }: { headers: Headers }) =>
    Response.json(path.endsWith("/request") ? { vocabulary: "words", vocabulary_version: 1 } : { vocabulary: { classes: [{ name: `seen with ${headers.get("Authorization")}` }] } }));
  const names = async (key: string) => (await jobClasses("same")).map(one => one.name.replace(`seen with Bearer ${key}`, "own"));
  for (const key of ["acme", "other"]) {
    setSession({ key, tenant: key, scopes: ["label"] });
    assert.deepEqual(await names(key), ["own"]);
    assert.deepEqual(await names(key), ["own"]);
    setSession(null);
  }

  assert.equal(asked.mock.callCount(), 4, "each session asks once: for the job, then for its vocabulary");
});

test("the session of who signed in meanwhile is not ended by what was asked before", async t => {
  Object.defineProperty(globalThis, "sessionStorage", { configurable: true, value: { setItem: () => undefined, removeItem: () => undefined } });
  let answer: (refusal: Response) => void = () => undefined;
  t.mock.method(globalThis, "fetch", () => new Promise<Response>(resolve => { answer = resolve; }));
  const refusal = () => Response.json({ title: "No.", status: 401 }, { status: 401 });
  setSession({ key: "a", tenant: "a", scopes: ["label"] });
  const late = ask("/v1/jobs");
  setSession({ key: "b", tenant: "b", scopes: ["label"] });
  answer(refusal());
  await assert.rejects(late);
  assert.equal(session.get()?.key, "b");
  const own = ask("/v1/jobs");
  answer(refusal());
  await assert.rejects(own);
  assert.equal(session.get(), null);
});
