import { type Fault } from "./faults";

export type ServiceName = "metadata" | "login" | "graph" | "arm";

/** One call that came in, and how it was answered. */
export interface Entry {
  readonly method: string;
  /** With the query, as it came. */
  readonly url: string;
  /** Whose call it was; `none` if nobody knows such a call. */
  readonly service: ServiceName | "none";
  /** The name of the identity, where one is known. */
  readonly caller?: string;
  /** 0 if the connection was dropped. */
  readonly status: number;
  /** The path of the route that answered: `/groups/:id/members`. */
  readonly route?: string;
  /** The kind of the fault that it met. */
  readonly fault?: Fault["kind"];
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

/** The service that a path belongs to, whether or not it knows the call. */
export function serviceOf(path: string): ServiceName {
  if (path.startsWith("/graph/")) return "graph";
  if (path.startsWith("/metadata/")) return "metadata";
  return /^\/[^/]+\/(oauth2\/|v2\.0\/)/.test(path) ? "login" : "arm";
}
