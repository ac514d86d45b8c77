import type { Someone } from "../directory";

/** A mapping of a config file. */
export type Said = Readonly<Record<string, unknown>>;

const TAKEN =
  /^(Default|Resource|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$/;

/** What is kept while a file is written: keys, comments, and what the file cannot say. */
export class Writing {
  private readonly keys = new Map<string, string>();
  private readonly comments = new WeakMap<object, string>();
  private readonly said: string[] = [];

  /** What the file cannot say, or says otherwise than the tenant. */
  public get notes(): readonly string[] {
    return [...new Set(this.said)];
  }

  public note(text: string): void {
    this.said.push(text);
  }

  /**
   * The key of something that the file declares, from its name; the same key is never given twice. Where the name makes
   * no key by itself, what it is stands in front of it.
   */
  public key(id: string, name: string, what: "group" | "policy" | "cluster"): string {
    const known = this.keys.get(id.toLowerCase());
    if (known !== undefined) return known;
    const words = name
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^[-_]+|-+$/g, "")
      .toLowerCase();
    const base = !/^[a-z]/.test(words) || TAKEN.test(words) ? `${what}-${words}`.replace(/-$/, "") : words;
    const taken = [...this.keys.values()];
    let key = base;
    for (let n = 2; taken.includes(key); n++) key = `${base}-${n}`;
    this.keys.set(id.toLowerCase(), key);
    return key;
  }

  /** A value with a comment at the end of its line. */
  public with<T extends object>(value: T, comment: string): T {
    this.comments.set(value, comment);
    return value;
  }

  public commentOf(value: unknown): string | undefined {
    return typeof value === "object" && value !== null ? this.comments.get(value) : undefined;
  }

  /** Somebody, as a file names them; nothing for what is neither a user, a group nor an application. */
  public principal({ id, type, name }: Someone): unknown {
    if (type === "Group") return this.group(id, name);
    if (type === "User") return this.user(id, name);
    return type === "ServicePrincipal" ? this.named({ servicePrincipal: id }, id, name) : undefined;
  }

  public user(id: string, name?: string): unknown {
    return this.named({ user: id }, id, name);
  }

  /** By its key, if the file declares it. */
  public group(id: string, name?: string): unknown {
    return this.keys.get(id.toLowerCase()) ?? this.named({ group: id }, id, name);
  }

  /** The part of an address that stands for somebody. */
  public address(id: string): string {
    return this.keys.get(id.toLowerCase()) ?? id.toLowerCase();
  }

  private named(value: object, id: string, name: string | undefined): object {
    return name === undefined || name === id || name === "" ? value : this.with(value, name);
  }
}

/** Whether a file takes a text as it is: one that Terraform would evaluate it does not. */
export function isPlain(text: string | null | undefined): boolean {
  return !/[$%]\{/.test(text ?? "");
}

/** `PT4H30M` as a file writes it, `4h30m`; nothing for what has weeks, months, years or seconds. */
export function lengthOf(iso: string): string | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso);
  if (parts === null) return undefined;
  const [, days, hours, minutes] = parts as unknown as (string | undefined)[];
  const written = [days && `${Number(days)}d`, hours && `${Number(hours)}h`, minutes && `${Number(minutes)}m`];
  return written.filter((w) => w).join("") || undefined;
}
