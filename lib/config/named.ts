import type { Path, SourceFile } from "./source-file";

/** Notes that no section of that name, here or in a file that is used, has what is meant. */
export function reportUnnamed(
  file: SourceFile,
  section: "roleSettings" | "accessProfiles",
  known: readonly string[],
  given: string,
  path: Path,
  what: string,
): void {
  if (file.isRefused([section, given])) return;
  file.reportUnknown(path, given, `the name of ${what}`, known, `a name under ${section}, or a mapping as there`);
}
