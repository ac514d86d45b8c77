import type { ErrorCode } from "./error-codes";

const VALIDATION_ERROR = Symbol.for("cdktf-aks-entra/ValidationError");

/** One thing that is wrong with an input, in words for the person who wrote it. */
export interface Problem {
  /** The stable code. */
  readonly code: ErrorCode;
  /** Which property of the input, `nodePool.count` or `include[2]`; empty if it is the input as a whole. */
  readonly property: string;
  /** What is wrong with the given value, what is allowed, and what to write instead. */
  readonly message: string;
}

/**
 * An input that cannot work: Azure or the provider would refuse it, hang on it, or silently ignore it.
 *
 * Carries every problem of the input, not only the first, so that one run shows all there is to mend.
 */
export class ValidationError extends Error {
  /** Tells whether something is one of these, also if it comes from another copy of this package. */
  public static isValidationError(x: unknown): x is ValidationError {
    return typeof x === "object" && x !== null && VALIDATION_ERROR in x;
  }

  /** The code of the first problem. */
  public readonly code: ErrorCode;
  /** Every problem, in the order of the input's properties. */
  public readonly problems: readonly Problem[];
  /** The construct path of the input; empty for a value that belongs to no construct. */
  public readonly path: string;

  constructor(path: string, problems: readonly Problem[]) {
    super(problems.map((p) => describe(path, p)).join("\n"));
    Object.defineProperty(this, VALIDATION_ERROR, { value: true });
    this.name = "ValidationError";
    this.code = problems[0].code;
    this.problems = [...problems];
    this.path = path;
  }
}

/**
 * Collects the problems of one input, and throws them together.
 *
 * A property prefix keeps the messages of nested inputs findable: `problems.at("nodePool")`.
 */
export class Problems {
  private constructor(
    private readonly found: Problem[],
    private readonly prefix: string,
  ) {}

  /** An empty collection. */
  public static none(): Problems {
    return new Problems([], "");
  }

  /** The same collection, for the properties of a nested input. */
  public at(property: string): Problems {
    return new Problems(this.found, join(this.prefix, property));
  }

  /** Notes a problem of a property; the empty property is the input itself. */
  public add(code: ErrorCode, property: string, message: string): void {
    this.found.push({ code, property: join(this.prefix, property), message });
  }

  /** Runs a check that throws, and keeps its problems instead; gives back nothing if it threw. */
  public attempt<T>(property: string, check: () => T): T | undefined {
    try {
      return check();
    } catch (e) {
      if (!ValidationError.isValidationError(e)) throw e;
      for (const p of e.problems) this.add(p.code, join(property, p.property), p.message);
      return undefined;
    }
  }

  /** All that was found so far. */
  public get all(): readonly Problem[] {
    return [...this.found];
  }

  /**
   * Throws if anything was found.
   *
   * @throws ValidationError with every problem that was found
   */
  public throwIfAny(path = ""): void {
    if (this.found.length > 0) throw new ValidationError(path, this.found);
  }
}

function join(a: string, b: string): string {
  if (a === "" || b === "") return a + b;
  return b.startsWith("[") ? a + b : `${a}.${b}`;
}

function describe(path: string, p: Problem): string {
  const where = path === "" ? "" : `[${path}] `;
  const what = p.property === "" ? "" : `${p.property}: `;
  return `${where}${what}${p.message} (${p.code})`;
}
