const CANNOT_READ = Symbol.for("cdktf-aks-entra/CannotRead");

/** Why nothing can be read at all: nobody could sign in, or nobody answered; one sentence, and what to do. */
export class CannotRead extends Error {
  /** Tells whether something is one of these, also if it comes from another copy of this package. */
  public static isCannotRead(x: unknown): x is CannotRead {
    return typeof x === "object" && x !== null && CANNOT_READ in x;
  }

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, CANNOT_READ, { value: true });
    this.name = "CannotRead";
  }
}
