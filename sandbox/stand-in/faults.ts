/** What a fault looks at. */
export interface Incoming {
  readonly method: string;
  /** The path below the host, without the query, slashes collapsed. */
  readonly path: string;
}

/** How the stand-in misbehaves, for the calls that match, so many times. */
export interface Fault {
  readonly kind: "throttled" | "server-error" | "dropped" | "forbidden" | "not-found";
  readonly method?: string;
  readonly path: RegExp;
  /** How many matching calls pass before it begins; none by default. */
  readonly after?: number;
  /** How many calls it meets; 1 by default. */
  readonly times?: number;
  /** Seconds, for `throttled`; 1 by default. */
  readonly retryAfter?: number;
  /** For `server-error`: 500, 502, 503 (the default) or 504. */
  readonly status?: 500 | 502 | 503 | 504;
}

/** An object that may not have got about yet. */
export interface Newcomer {
  readonly id: string;
  readonly kind: string;
  readonly made: Date;
}

/** Which objects take their time to appear: all of them, those of a kind, or one. */
export interface Which {
  readonly kind?: string;
  readonly id?: string;
}

interface Armed {
  readonly fault: Fault;
  seen: number;
  met: number;
}

interface Watch {
  readonly method?: string;
  readonly path: RegExp;
  readonly then: () => void;
}

interface Delay {
  readonly which: Which;
  readonly seconds: number;
}

/** Misbehaviour on request. */
export class Faults {
  private readonly armed: Armed[] = [];
  private readonly watches: Watch[] = [];
  private readonly delays: Delay[] = [];

  public add(fault: Fault): { readonly met: () => number } {
    const armed = { fault, seen: 0, met: 0 };
    this.armed.push(armed);
    return { met: () => armed.met };
  }

  /** Runs something when a call comes in, once; a run that dies in the middle of an apply begins here. */
  public once(method: string, path: RegExp, then: () => void): void {
    this.watches.push({ method, path, then });
  }

  /** A new object of the directory is not found for so many seconds; what was said last of an object counts. */
  public slowToAppear(seconds: number, which: Which = {}): void {
    this.delays.push({ seconds, which });
  }

  /** Whether an object can be seen by now; what is not there is not told apart from what has not appeared. */
  public appeared(object: Newcomer | undefined, now: Date): boolean {
    if (object === undefined) return true;
    const seconds = this.delays.filter(({ which }) => isOf(object, which)).at(-1)?.seconds ?? 0;
    return now.getTime() - object.made.getTime() >= seconds * 1000;
  }

  /** The fault that this call meets, if it meets one. */
  public meet(call: Incoming): Fault | undefined {
    const watch = this.watches.findIndex((w) => matches(w, call));
    if (watch >= 0) this.watches.splice(watch, 1)[0].then();
    for (const armed of this.armed) {
      if (!matches(armed.fault, call)) continue;
      if (armed.seen++ < (armed.fault.after ?? 0) || armed.met >= (armed.fault.times ?? 1)) continue;
      armed.met++;
      return armed.fault;
    }
    return undefined;
  }

  public clear(): void {
    this.armed.length = 0;
    this.watches.length = 0;
    this.delays.length = 0;
  }
}

function isOf(object: Newcomer, { kind, id }: Which): boolean {
  return (kind ?? object.kind) === object.kind && (id ?? object.id).toLowerCase() === object.id.toLowerCase();
}

function matches(what: { readonly method?: string; readonly path: RegExp }, call: Incoming): boolean {
  return (what.method === undefined || what.method === call.method) && what.path.test(call.path);
}
