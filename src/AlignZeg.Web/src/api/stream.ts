import { EventParser, type StreamEvent } from "../core/eventStream";
import { ask } from "./client";
import { Problem } from "./problem";

/** Follows a stream of events until it ends or nobody wants it; after a break it comes back where it was. */
export async function follow(path: string, signal: AbortSignal, take: (event: StreamEvent) => void, broken: (problem: Problem | null) => void): Promise<void> {
  for (let [wait, last] = [0.5, ""]; !signal.aborted; wait = Math.min(10, wait * 2)) {
    const parser = new EventParser();
    try {
      const answer = await ask(path, { signal, headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) } });
      if (answer.status === 204 || !answer.body) return;
      broken(null);
      for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        for (const event of parser.push(value)) {
          wait = 0.5;
          take(event);
          if (event.event === "end") return;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = Problem.from(error);
      broken(problem);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return;
    }

    last = parser.lastId || last;
    await new Promise(resolve => setTimeout(resolve, wait * 1000));
  }
}
