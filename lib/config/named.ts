import type { Path, SourceFile } from "./source-file";

/** What a file has under a name in one of its sections; nothing if there is no such name, which is noted. */
export function namedIn<T>(
  file: SourceFile,
  section: "roleSettings" | "accessProfiles",
  named: Readonly<Record<string, T>> = {},
  given: string,
  path: Path,
  what: string,
): T | undefined {
  if (Object.hasOwn(named, given)) return named[given];
  if (file.isRefused([section, given])) return undefined;
  const allowed = `a name under ${section}, or a mapping as there`;
  file.reportUnknown(path, given, `the name of ${what}`, Object.keys(named), allowed);
  return undefined;
}
