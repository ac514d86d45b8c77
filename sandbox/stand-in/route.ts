import type { Identity } from "./identities";
import type { World } from "./world";

/** A call to a service, as a route sees it. */
export interface Call {
  readonly world: World;
  readonly caller: Identity;
  /** Parts of the path, by the names in the route's path; a `{*scope}` is joined by slashes. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; undefined if there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a stranger sends has no type
  readonly body: any;
  /** `https://localhost:PORT`, for the links in answers. */
  readonly origin: string;
  /** The path as it came, without the query. */
  readonly path: string;
}

/** What the service answers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call that a service knows. */
export interface Route {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** In the form of Express 5, below the service's root: `/groups/:id/members`. Letter case is ignored. */
  readonly path: string;
  /**
   * Graph: the caller needs one of these application permissions, the least privileged first. ARM: it needs each of
   * these actions at what the path names; for a child of `Microsoft.Authorization` or `Microsoft.Insights`, at what
   * that is said of.
   */
  readonly needs: readonly string[];
  /** Graph: and one of each of these, where Microsoft says *and*. */
  readonly andNeeds?: readonly (readonly string[])[];
  /**
   * The options of a query that this call understands, `$filter`, beside the version that Azure wants to be asked;
   * any other is refused, and fails the run.
   */
  readonly options?: readonly string[];
  /** ARM: a list that shows what the caller may read, so that the action anywhere below is enough to ask for it. */
  readonly needsWithin?: true;
  /** ARM: the versions of the API that this route speaks. */
  readonly apiVersions?: readonly string[];
  readonly answer: (call: Call) => Answer;
}

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status: 200,
  body,
  headers,
});
export const created = (body: unknown, headers?: Readonly<Record<string, string>>): Answer => ({
  status: 201,
  body,
  headers,
});
export const noContent = (): Answer => ({ status: 204 });
