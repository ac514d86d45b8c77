import type { Config } from "./schema";
import type { Path, SourceFile } from "./source-file";

/**
 * Where a key of a group or a cluster stands: under the thing itself, or under the file's defaults if only those have
 * it, so that a problem with a default is noted once, and there.
 */
export function placeOf(file: SourceFile, whole: Config, section: "groups" | "clusters", thing: string, key: string): Path {
  const own = [section, thing, key];
  const common = ["defaults", section, key];
  const has = (holder: object | undefined, path: Path) =>
    file.isRefused(path) || (holder !== undefined && Object.hasOwn(holder, key));
  return !has(whole[section]?.[thing], own) && has(whole.defaults?.[section], common) ? common : own;
}
