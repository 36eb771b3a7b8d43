import type { LabelMap } from "../core/labelMap";
import { ask, at } from "./client";

declare const DECODE_WORKER: string;

const atATime = 6;
let running = 0;
const waiting: (() => void)[] = [];

/** Bytes, a few requests at a time: what is scrolled past is never asked for. */
export async function pictureBytes(path: string, signal?: AbortSignal): Promise<Blob> {
  while (running >= atATime) {
    await new Promise<void>(resolve => waiting.push(resolve));
    if (signal?.aborted) {
      waiting.shift()?.();
      throw new DOMException("Not wanted any more.", "AbortError");
    }
  }

  running++;
  try {
    return await (await ask(path, { signal })).blob();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** Where an image is, whole or small. */
export const imagePath = (sha256: string, size?: number) => at(["images", sha256], { size });

/** Where a file of a job is, whole or small; records name it with the folder of its job. */
export const filePath = (job: string, output: string, size?: number) => {
  const file = output.replace(/^tenants\/[^/]+\/jobs\/[^/]+\//, "");
  return at(["jobs", job, "files", ...file.split("/")], { size });
};

let worker: Worker | null = null;
let last = 0;
const asked = new Map<number, { resolve: (map: LabelMap) => void; reject: (error: Error) => void }>();

/** Unpacks a label map beside the page. */
export function decodeMap(file: Uint8Array): Promise<LabelMap> {
  worker ??= start();
  const id = ++last;
  const found = new Promise<LabelMap>((resolve, reject) => asked.set(id, { resolve, reject }));
  worker.postMessage({ id, file }, [file.buffer]);
  return found;
}

/** A label map of a job. */
export async function labelMap(path: string, signal?: AbortSignal): Promise<LabelMap> {
  return decodeMap(new Uint8Array(await (await pictureBytes(path, signal)).arrayBuffer()));
}

function start(): Worker {
  const made = new Worker(DECODE_WORKER, { type: "module" });
  made.onmessage = (message: MessageEvent<{ id: number; map?: LabelMap; problem?: string }>) => {
    const { id, map, problem } = message.data;
    const one = asked.get(id);
    asked.delete(id);
    if (map) one?.resolve(map);
    else one?.reject(new Error(problem));
  };
  // It is not there any more once the server has another version; the next map tries again.
  made.onerror = made.onmessageerror = () => {
    const lost = [...asked.values()];
    asked.clear();
    made.terminate();
    worker = null;
    for (const one of lost) one.reject(new Error("The page cannot unpack label maps; it may have been renewed meanwhile. Load it again."));
  };
  return made;
}
