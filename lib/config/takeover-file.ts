import { type Takeover, TAKEOVER_SUFFIX, entryName, readTakeover } from "../access/takeover";
import type { AccessStack } from "../stacks";
import { applyTakeover } from "../terraform";
import { readIfThere } from "./config-files";
import type { Path, SourceFile } from "./source-file";

/** The file beside a config file that says what exists and comes into its state, or leaves it. */
export class TakeoverFile {
  /** That of a config file: `prod.takeover.json` beside `prod.yaml`, if there is one. */
  public static beside(config: SourceFile): TakeoverFile | undefined {
    const source = readIfThere(config.name.replace(/(\.ya?ml)?$/, TAKEOVER_SUFFIX));
    return source && new TakeoverFile(source);
  }

  /** What it says; nothing if that cannot be used. */
  public readonly takeover: Takeover | undefined;
  private readonly names: Readonly<Record<string, Path>>;

  private constructor(public readonly source: SourceFile) {
    this.names = namesOf(source.data);
    this.takeover =
      source.problems.length > 0 ? undefined : source.attempt([], () => readTakeover(source.data), this.names);
  }

  /** Renders it in a stack in which everything is made, and notes the addresses that are not there. */
  public apply(stack: AccessStack): void {
    const { takeover } = this;
    if (takeover) this.source.attempt([], () => applyTakeover(stack, takeover), this.names);
  }
}

/** Where the entries stand, by the names that problems give them: an address has dots in it. */
function namesOf(data: unknown): Record<string, Path> {
  const names: Record<string, Path> = {};
  for (const section of ["import", "moved"] as const) {
    const entries = (data as Partial<Record<string, unknown>> | null | undefined)?.[section];
    if (typeof entries !== "object" || entries === null) continue;
    for (const address of Object.keys(entries)) names[entryName(section, address)] = [section, address];
  }
  return names;
}
