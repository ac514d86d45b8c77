import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CannotRun } from "./cannot-run";
import type { Io } from "./io";

/**
 * The text of a file, or nothing if it is not there. What Windows PowerShell writes to a file is UTF-16, and has a byte
 * order mark; both are read.
 */
export function readIfThere(io: Io, path: string): string | undefined {
  try {
    const bytes = readFileSync(resolve(io.cwd, path));
    const text = bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8");
    return text.replace(/^\uFEFF/, "");
  } catch (e) {
    const { code, message } = e as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new CannotRun(`${path} cannot be read (${code ?? message})`);
  }
}

/** What a JSON file holds; `what` is for the message, "is not JSON: make the plan again". */
export function parseJson(path: string, text: string, instead: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CannotRun(`${path} is not JSON: ${instead}`);
  }
}

/** Writes a file, with the folders it needs. */
export function writeFile(io: Io, path: string, text: string): void {
  const full = resolve(io.cwd, path);
  try {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  } catch (e) {
    const { code, message } = e as NodeJS.ErrnoException;
    throw new CannotRun(`${path} cannot be written (${code ?? message})`);
  }
}
