import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this repository, from the sources and from what they are compiled to. */
export const ROOT = above(__dirname);

function above(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : above(dirname(folder));
}
