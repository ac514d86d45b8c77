const CANNOT_RUN = Symbol.for("cdktf-aks-entra/CannotRun");

/** Why a command cannot run, and what to do: one sentence each, for the person at the terminal; exit code 2. */
export class CannotRun extends Error {
  /** Tells whether something is one of these, also if it comes from another copy of this package. */
  public static isCannotRun(x: unknown): x is CannotRun {
    return typeof x === "object" && x !== null && CANNOT_RUN in x;
  }

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, CANNOT_RUN, { value: true });
    this.name = "CannotRun";
  }
}
