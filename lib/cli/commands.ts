/* eslint-disable @typescript-eslint/no-require-imports -- lazy, and what is not called costs nothing */
import type { CommandEntry } from "./command";

/** Every command there is, in the order of the help: what is asked first comes first. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "check",
    summary: "What the guardrails find in the files, and what cannot be checked here",
    load: () => require("./commands/check"),
  },
  {
    name: "explain",
    summary: "What a rule asks for, why, and how to acknowledge it",
    load: () => require("./commands/explain"),
  },
  {
    name: "diff",
    summary: "Who gains, who loses, which gate got weaker, between two states of the files",
    load: () => require("./commands/diff"),
  },
  {
    name: "who",
    summary: "Who can do something on a cluster, and how",
    load: () => require("./commands/who"),
  },
  {
    name: "can",
    summary: "Whether somebody can do something, by which way, and what to type",
    load: () => require("./commands/can"),
  },
  {
    name: "show",
    summary: "A cluster's access, flattened",
    load: () => require("./commands/show"),
  },
  {
    name: "expiring",
    summary: "What ends when, and the line of the file to change",
    load: () => require("./commands/expiring"),
  },
  {
    name: "gate",
    summary: "Whether a Terraform plan may be applied: it breaks no access and opens no gate",
    load: () => require("./commands/gate"),
  },
  {
    name: "permissions",
    summary: "What the identity of a stack needs to plan or apply it, and nothing more",
    load: () => require("./commands/permissions"),
  },
  {
    name: "import",
    summary: "Finds what exists already of what the files declare, and writes the imports for the next synth",
    load: () => require("./commands/import"),
  },
];
