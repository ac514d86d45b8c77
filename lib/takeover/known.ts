import type { AccessModel, ClusterEntry, Entry, Fact, GroupEntry, PrincipalEntry } from "../access/model";

/** What entries of one stack refer to, in its own model and in those of the stacks that it uses. */
export class Known {
  private readonly entries = new Map<string, Entry>();
  private readonly kinds = new Map<string, "group" | "principal" | "cluster">();

  public constructor(models: readonly AccessModel[]) {
    for (const { principals, groups, clusters } of models) {
      for (const one of principals) this.add(one, "principal");
      for (const one of clusters) this.add(one, "cluster");
      // a group may be among the principals too; what it says as a group is more
      for (const one of groups) this.add(one, "group");
    }
  }

  public group(id: string): GroupEntry | undefined {
    return this.kinds.get(id) === "group" ? (this.entries.get(id) as GroupEntry) : undefined;
  }

  public principal(id: string): PrincipalEntry | undefined {
    return this.kinds.get(id) === "principal" ? (this.entries.get(id) as PrincipalEntry) : undefined;
  }

  public cluster(id: string): ClusterEntry | undefined {
    return this.kinds.get(id) === "cluster" ? (this.entries.get(id) as ClusterEntry) : undefined;
  }

  private add(entry: Entry, kind: "group" | "principal" | "cluster"): void {
    this.entries.set(entry.id, entry);
    this.kinds.set(entry.id, kind);
  }
}

/** The fact, or nothing where it is not known. */
export function known<T>(fact: Fact<T>): T | undefined {
  return typeof fact === "object" && fact !== null && "unknown" in fact ? undefined : fact;
}
