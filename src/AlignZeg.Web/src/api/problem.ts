/** What the API says when something does not work (RFC 9457), or what stands for it when nobody answers. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly title: string, readonly detail: string, readonly problems: readonly string[] = [], readonly requestId = "") {
    super(detail || title);
  }

  /** Reads an answer that is none. */
  static async of(answer: Response): Promise<Problem> {
    try {
      const body = (await answer.json()) as Record<string, unknown>;
      const text = (name: string) => (typeof body[name] === "string" ? (body[name] as string) : "");
      return new Problem(answer.status, text("type").split(":").at(-1) ?? "", text("title"), text("detail"), Array.isArray(body["problems"]) ? body["problems"].map(String) : [], text("request_id"));
    } catch {
      return new Problem(answer.status, "", `The server answered ${answer.status}.`, "Try again; if it stays so, look at the server's log.");
    }
  }

  /** The same, with the name of what it is about. */
  about(name: string): Problem {
    return new Problem(this.status, this.code, `${name}: ${this.title || this.detail}`, this.detail, this.problems, this.requestId);
  }

  /** Anything that was thrown. */
  static from(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof TypeError) return new Problem(0, "offline", "The server does not answer.", "Check that 'alignzeg serve' runs and that this computer reaches it, then try again.");
    return new Problem(0, "", "Something went wrong on this page.", error instanceof Error ? error.message : String(error));
  }
}
