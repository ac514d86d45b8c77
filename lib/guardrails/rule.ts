import type { Severity } from "../access/checks";
import type { Entry, GuardrailsEntry } from "../access/model";
import type { Scene } from "./scene";

/** Which rules apply, and how strictly; what a stack says, or `recommended`. */
export type Profile = GuardrailsEntry["profile"];

/** The profiles, the mildest last. */
export const PROFILES: readonly Profile[] = ["strict", "recommended", "article"];

/** How serious something is: in every profile, or in each; null where a profile does not ask for it. */
export type Level = Severity | Readonly<Record<Profile, Severity | null>>;

/** Where something that breaks a rule is written in a config file; `file` for what is of no section. */
export type Place = "clusters" | "groups" | "conditionalAccess" | "file";

/** One way to break a rule. */
export interface Case {
  /** When it is so, to complete "… when": `people hold it without activating`. */
  readonly when: string;
  readonly level: Level;
}

/** What a rule finds: this entry breaks it, in this way. */
export interface Hit<C extends string = string> {
  readonly entry: Entry;
  readonly case: C;
  /** One sentence with the joined facts. */
  readonly says: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What a rule could not check, and why: it is neither broken nor kept, as far as the model knows. */
export interface Doubt {
  readonly entry: Entry;
  readonly unknown: string;
}

/** What a rule says about one entry. */
export type Verdict<C extends string = string> = Hit<C> | Doubt;

/** A requirement on the whole access picture of an app. */
export interface Rule<C extends string = string> {
  /** `CL-01`: stable, written in acknowledgements. */
  readonly id: string;
  /** The requirement, in one line. */
  readonly title: string;
  /** Where its findings are, the usual place first: an acknowledgement names something there. */
  readonly on: readonly Place[];
  /** The ways to break it, the usual one first. */
  readonly cases: Readonly<Record<C, Case>>;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** What to do, in general. */
  readonly fix: string;
  /** Where that can be read. */
  readonly sources: readonly string[];
  /** Whether it is about too much access: then more access never silences it. */
  readonly tooMuch: boolean;
  /** What it says about an estate: nothing where it is kept. */
  readonly evaluate: (scene: Scene) => readonly Verdict<C>[];
}

/** A rule, with its cases checked by the compiler. */
export function rule<C extends string>(definition: Rule<C>): Rule {
  return definition as unknown as Rule;
}

/** An entry breaks the rule. */
export function hit<C extends string>(entry: Entry, which: C, says: string, fix: string): Verdict<C> {
  return { entry, case: which, says, fix };
}

/** It cannot be known here whether an entry breaks the rule. */
export function doubt(entry: Entry, unknown: string): Verdict<never> {
  return { entry, unknown };
}

/** Tells what could not be checked from what was found. */
export function isDoubt(verdict: Verdict): verdict is Doubt {
  return "unknown" in verdict;
}

/** How serious a case is in a profile. */
export function severityIn({ level }: Case, profile: Profile): Severity | null {
  return typeof level === "string" ? level : level[profile];
}
