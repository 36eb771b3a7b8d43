// A client that knows the API from its document only.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { components, paths } from "./out/api.js";

type Problem = components["schemas"]["Problem"];

function must<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.url} answered ${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

/** Labels one image with three classes, follows the job, fetches the mask. */
export async function run(server: string, key: string, image: string, model: string): Promise<void> {
  const client = createClient<paths>({ baseUrl: server, headers: { Authorization: `Bearer ${key}` } });

  must(await client.PUT("/v1/vocabularies/{name}", { params: { path: { name: "generated" } }, body: { classes: ["cat", "dog", "red bird"] } as never }));
  const bytes = readFileSync(image);
  const uploaded = must(await client.POST("/v1/images", { body: bytes as never, bodySerializer: (body: unknown) => body as never, headers: { "Content-Type": "application/octet-stream" } }));
  const line = JSON.stringify({ name: "one.png", sha256: uploaded.sha256 });
  const version = must(await client.POST("/v1/datasets/{name}/versions", {
    params: { path: { name: "generated" } }, body: line as never, bodySerializer: (body: unknown) => body as never, headers: { "Content-Type": "application/x-ndjson" },
  }));
  console.log(`registered: version ${version.number}, ${version.images} image`);

  const job = must(await client.POST("/v1/jobs", { body: { id: "generated", dataset: "generated", vocabulary: "generated", model } }));
  console.log(`started: ${job.id}, ${job.phase}`);
  const results = await follow(server, key, "generated");
  if (results.length !== 1 || results[0]?.status !== "ok") throw new Error(`The stream gave ${JSON.stringify(results)}`);
  const done = must(await client.GET("/v1/jobs/{id}", { params: { path: { id: "generated" } } }));
  const ok: number = done.ok; // a number, not a number or a text
  console.log(`followed: ${done.phase}, ${ok} labelled`);

  const link = must(await client.GET("/v1/jobs/{id}/links/{output}", { params: { path: { id: "generated", output: results[0].mask } } }));
  const mask = await fetch(link.url);
  const signature = Buffer.from(await mask.arrayBuffer()).subarray(1, 4).toString();
  if (mask.status !== 200 || signature !== "PNG") throw new Error(`The link gave ${mask.status}, ${signature}`);
  console.log(`fetched: ${mask.headers.get("content-type")}`);

  const refused = await client.GET("/v1/jobs/{id}", { params: { path: { id: "nobody-has-this" } } });
  const problem = refused.error as Problem | undefined;
  if (refused.response.status !== 404 || problem?.type !== "urn:alignzeg:problem:job-not-found") throw new Error(`The missing job gave ${JSON.stringify(refused.error)}`);
  console.log(`refused: ${problem.detail}`);
}

interface Result {
  status: string;
  mask: string;
}

// The stream of results is not JSON: the document only names its type.
async function follow(server: string, key: string, job: string): Promise<Result[]> {
  const answer = await fetch(`${server}/v1/jobs/${job}/results`, { headers: { Authorization: `Bearer ${key}`, Accept: "text/event-stream" } });
  if (!answer.ok || answer.body === null) throw new Error(`The stream answered ${answer.status}`);
  const results: Result[] = [];
  const events = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for (const reader = events.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done || value.event === "end") return results;
    results.push(JSON.parse(value.data) as Result);
  }
}
