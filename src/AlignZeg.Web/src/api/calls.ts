import { ask, askJson, at } from "./client";
import type {
  CalibrationView, CallerView, ClassTotalsView, DashboardSession, DatasetVersion, FailureList, ImageReview, ImageReviewPage, JobRequestView, JobView, KeyView, ModelView, NamePage, RegisteredVersion,
  ResultRecord, ReviewPage, SegmentationView, UsageView, VersionSummary, Vocabulary, VocabularyView,
} from "./types";

type Kind = "jobs" | "datasets" | "vocabularies" | "models" | "tenants";

/** Every address of the API that the pages use. */
export const api = {
  whoAmI: (key: string) => askJson<CallerView>(at(["whoami"]), { key }),
  names: (kind: Kind, after = "", limit = 50, signal?: AbortSignal) => askJson<NamePage>(at([kind], { after, limit }), { signal }),
  allNames: async (kind: Kind, signal?: AbortSignal) => (await collect((after: string) => api.names(kind, after, 1000, signal), page => page.names)).items,
  job: (id: string, signal?: AbortSignal) => askJson<JobView>(at(["jobs", id]), { signal }),
  jobRequest: (id: string, signal?: AbortSignal) => askJson<JobRequestView>(at(["jobs", id, "request"]), { signal }),
  startJob: (body: object) => askJson<JobView>(at(["jobs"]), { json: body }),
  actOnJob: (id: string, act: "pause" | "resume" | "cancel") => askJson<JobView>(at(["jobs", id, act]), { method: "POST" }),
  retryJob: (id: string, reasons: readonly string[] | null, number: number) => askJson<JobView>(at(["jobs", id, "retry"]), { json: { reasons, number } }),
  failures: (id: string, after: string, signal?: AbortSignal) => askJson<FailureList>(at(["jobs", id, "failures"], { after, limit: 50 }), { signal }),
  classTotals: (id: string, signal?: AbortSignal) => askJson<ClassTotalsView>(at(["jobs", id, "classes"]), { signal }),
  result: (id: string, index: number, signal?: AbortSignal) => askJson<ResultRecord>(at(["jobs", id, "results", index]), { signal }),
  results: async (id: string, after: string, filter: ResultFilter, limit: number, signal?: AbortSignal): Promise<ResultPage> => {
    const answer = await ask(at(["jobs", id, "results"], { after, limit, class: filter.classes, status: filter.status, min_confidence: filter.least > 0 ? filter.least : undefined }), { signal });
    const lines = (await answer.text()).split("\n").filter(line => line !== "");
    return { records: lines.map(line => JSON.parse(line) as ResultRecord), next: answer.headers.get("X-Next-Cursor") ?? "", end: answer.headers.get("X-End") === "true" };
  },
  // So many pages of the list as one.
  reviewList: async (id: string, pages: number, signal?: AbortSignal): Promise<ReviewPage> => {
    const { items, next } = await collect((after: string) => askJson<ReviewPage>(at(["jobs", id, "review"], { limit: 60, after }), { signal }), page => page.images, pages);
    return { images: items, next };
  },
  allReviews: async (id: string, signal?: AbortSignal) =>
    (await collect((after: number | string) => askJson<ImageReviewPage>(at(["jobs", id, "reviews"], { limit: 500, after }), { signal }), page => page.reviews)).items,
  // From the list, since an image without a review is no error.
  review: async (id: string, index: number, signal?: AbortSignal): Promise<ImageReview | null> => {
    const page = await askJson<ImageReviewPage>(at(["jobs", id, "reviews"], { limit: 1, after: index - 1 }), { signal });
    return page.reviews.find(one => one.index === index) ?? null;
  },
  keptReview: async (id: string, index: number, signal?: AbortSignal): Promise<KeptReview> => {
    if (!(await api.review(id, index, signal))) return { review: null, tag: null };
    const answer = await ask(at(["jobs", id, "reviews", index]), { signal });
    return { review: (await answer.json()) as ImageReview, tag: answer.headers.get("ETag")?.replace(/^W\//, "") ?? null }; // a proxy that compresses calls it weak
  },
  // Refused with 412 where the review is not any more the one that was seen.
  setReview: (id: string, index: number, body: object, seen: KeptReview) =>
    askJson<ImageReview>(at(["jobs", id, "reviews", index]), { method: "PUT", json: body, headers: seen.tag ? { "If-Match": seen.tag } : seen.review ? {} : { "If-None-Match": "*" } }),
  clearReview: (id: string, index: number, seen: KeptReview) => ask(at(["jobs", id, "reviews", index]), { method: "DELETE", headers: seen.tag ? { "If-Match": seen.tag } : {} }),
  calibrate: (vocabulary: string, body: object, publish: boolean) => askJson<CalibrationView>(at(["vocabularies", vocabulary, "calibrate"], { publish }), { json: body }),
  dataset: (name: string, signal?: AbortSignal, version = 0) => askJson<DatasetVersion>(at(["datasets", name], { version }), { signal }),
  model: (name: string, signal?: AbortSignal) => askJson<ModelView>(at(["models", name]), { signal }),
  vocabulary: (name: string, version = 0, signal?: AbortSignal) => askJson<VocabularyView>(at(["vocabularies", name], { version }), { signal }),
  versions: (name: string, signal?: AbortSignal) => askJson<VersionSummary[]>(at(["vocabularies", name, "versions"]), { signal }),
  publish: (name: string, body: Vocabulary, hash: string | null, model: string) =>
    askJson<VocabularyView>(at(["vocabularies", name], { model }), { method: "PUT", json: body, headers: hash ? { "If-Match": `"${hash}"` } : { "If-None-Match": "*" } }),
  tryDraft: (image: Blob, draft: Vocabulary, model: string, signal?: AbortSignal) => {
    const form = new FormData();
    form.append("vocabulary", JSON.stringify(draft));
    form.append("image", image, "image");
    return askJson<SegmentationView>(at(["vocabularies", "try"], { model }), { body: form, method: "POST", headers: { Accept: "application/json" }, signal });
  },
  usage: (signal?: AbortSignal) => askJson<UsageView>(at(["usage"]), { signal }),
  tenantUsage: (tenant: string, signal?: AbortSignal) => askJson<UsageView>(at(["tenants", tenant, "usage"]), { signal }),
  keys: (tenant: string, signal?: AbortSignal) => askJson<KeyView[]>(at(["tenants", tenant, "keys"]), { signal }),
  createKey: (tenant: string, body: object) => askJson<KeyView>(at(["tenants", tenant, "keys"]), { json: body }),
  rotateKey: (tenant: string, id: string, overlap: number) => askJson<KeyView>(at(["tenants", tenant, "keys", id, "rotate"]), { json: { overlap_seconds: overlap } }),
  revokeKey: (tenant: string, id: string) => askJson<KeyView>(at(["tenants", tenant, "keys", id]), { method: "DELETE" }),
  openDashboard: () => askJson<DashboardSession>(at(["dashboard", "session"]), { method: "POST", keepsCookie: true }),
  closeDashboard: (key: string) => ask(at(["dashboard", "session"]), { method: "DELETE", keepsCookie: true, key }),
  registerArchive: (dataset: string, archive: Blob, type: string) => askJson<RegisteredVersion>(at(["datasets", dataset, "versions"]), { body: archive, headers: { "Content-Type": type } }),
  registerManifest: (dataset: string, lines: readonly { readonly name: string; readonly sha256: string }[]) =>
    askJson<RegisteredVersion>(at(["datasets", dataset, "versions"]), { body: lines.map(line => JSON.stringify(line)).join("\n"), headers: { "Content-Type": "application/x-ndjson" } }),
  upload: (image: Blob, signal: AbortSignal) => askJson<{ sha256: string; bytes: number }>(at(["images"]), { body: image, headers: { "Content-Type": "application/octet-stream" }, signal }),
};

/** What pages of a list hold, one behind the other, and where the next one begins; null = there is none. */
async function collect<After extends number | string, Page extends { readonly next?: After | null }, Item>(
  ask: (after: After | "") => Promise<Page>, itemsOf: (page: Page) => readonly Item[], most = Infinity,
): Promise<{ items: Item[]; next: After | null }> {
  const items: Item[] = [];
  let next: After | "" | null = "";
  for (let pages = 0; next !== null && pages < most; pages++) {
    const page: Page = await ask(next);
    items.push(...itemsOf(page));
    next = page.next ?? null;
  }

  return { items, next: next === "" ? null : next };
}

/** The review of an image, if there is one, and the tag that changes with it. */
export interface KeptReview {
  readonly review: ImageReview | null;
  readonly tag: string | null;
}

/** Which results are wanted. */
export interface ResultFilter {
  readonly classes: readonly string[];
  readonly status: string;
  readonly least: number;
}

/** Results, and where the next page begins. */
export interface ResultPage {
  readonly records: readonly ResultRecord[];
  readonly next: string;
  readonly end: boolean;
}
