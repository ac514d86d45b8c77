#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";

const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as { version: string };

// whoever reads may have seen enough: aks-entra check | head
process.stdout.on("error", (e: NodeJS.ErrnoException) => {
  if (e.code !== "EPIPE") throw e;
});

void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  version,
  now: () => new Date(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
