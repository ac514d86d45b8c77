/** A read that a service refused or failed to do: what depends on it is not known. */
export interface Gap {
  /** What was to be read, "role settings of groups". */
  readonly what: string;
  readonly service: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** What the service said. */
  readonly reason: string;
  /** The least that lets it be read, where a permission is missing. */
  readonly needs?: string;
}

/** What was read, or why not. */
export type Seen<T> = { readonly value: T } | { readonly gap: Gap };

/** What came of looking for one resource of the files. */
export type Outcome =
  /** It exists, under this id in Terraform's form; `name` is what it is called there, where the file says another. */
  | { readonly is: "found"; readonly id: string; readonly name?: string }
  /** It does not exist: an apply makes it. */
  | { readonly is: "absent" }
  /** More than one fits, and none is taken; `why` says how they fit. */
  | { readonly is: "several"; readonly ids: readonly string[]; readonly why: string }
  /** Something is there, and it is not what the file declares; or the id that was given is nothing's. None is taken. */
  | { readonly is: "other"; readonly why: string }
  /** Whether it exists could not be seen. */
  | { readonly is: "unseen"; readonly why: string };

/** One resource of the files, and what came of looking for it. */
export interface Result {
  /** Its Terraform address in its stack. */
  readonly address: string;
  /** What it is for a person, "group AKS operators". */
  readonly what: string;
  /** Where it is written, `config/article.yaml:12:5`, where the model says it. */
  readonly source?: string;
  readonly outcome: Outcome;
}

/** What exists in the tenant beside what the files declare of the same group or cluster; an import leaves it alone. */
export interface Beside {
  /** "eligible assignment of the group AKS admins". */
  readonly what: string;
  readonly id: string;
}

/** What came of looking for everything that a stack declares. */
export interface Findings {
  readonly results: readonly Result[];
  readonly beside: readonly Beside[];
  readonly gaps: readonly Gap[];
}

/** Marks a resource whose look-up could not be done. */
export function unseen(why: string): Outcome {
  return { is: "unseen", why };
}

/** Marks a resource in whose place something else is. */
export function other(why: string): Outcome {
  return { is: "other", why };
}

/** What hangs on something else is where that is. */
export function dependent(on: Outcome, what: string): Outcome {
  if (on.is === "several") return unseen(`${what} is one of several of that name`);
  if (on.is === "other") return unseen(`${what} is not taken: ${on.why}`);
  return on.is === "unseen" ? unseen(`${what} is not known: ${on.why}`) : { is: "absent" };
}

/** One, none, or several that fit. */
export function pick(ids: readonly string[], why: string): Outcome {
  if (ids.length === 0) return { is: "absent" };
  return ids.length === 1 ? { is: "found", id: ids[0] } : { is: "several", ids: [...ids].sort(), why };
}
