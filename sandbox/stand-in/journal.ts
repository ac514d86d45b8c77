/** One call that came in, and how it was answered. */
export interface Entry {
  readonly method: string;
  /** With the query, as it came. */
  readonly url: string;
  /** `none` if no service answered: nobody knows the call, or it met a fault. */
  readonly service: "metadata" | "login" | "graph" | "arm" | "none";
  /** The name of the identity, where one is known. */
  readonly caller?: string;
  /** 0 if the connection was dropped. */
  readonly status: number;
  /** The path of the route that answered: `/groups/:id/members`. */
  readonly route?: string;
  /** The kind of the fault that it met. */
  readonly fault?: string;
  readonly body?: unknown;
}

/** What was asked of the stand-in, and what must not happen in any run. */
export class Journal {
  private readonly calls: Entry[] = [];
  private readonly wrong: string[] = [];

  public record(entry: Entry): void {
    this.calls.push(entry);
  }

  /** Notes something after which the run has failed, whatever else it did. */
  public complain(what: string): void {
    if (!this.wrong.includes(what)) this.wrong.push(what);
  }

  public get entries(): readonly Entry[] {
    return this.calls;
  }

  /** Calls that nobody answers, and calls that no run may make. */
  public get complaints(): readonly string[] {
    return this.wrong;
  }

  /** The number of calls so far; take it before and after a step to count the step's. */
  public get count(): number {
    return this.calls.length;
  }

  public since(count: number): readonly Entry[] {
    return this.calls.slice(count);
  }
}
