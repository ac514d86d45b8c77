import type { Finding } from "../access/checks";
import type { AccessModel, GuardrailsEntry } from "../access/model";
import { catalogue } from "./catalogue";
import { hasEnded } from "./dates";
import { EXPECT } from "../access/expectations";
import { ACKNOWLEDGEMENT_RULE, notices } from "./notices";

type Written = GuardrailsEntry["acknowledge"][number];

interface Held {
  readonly model: AccessModel;
  readonly entry: GuardrailsEntry;
  readonly written: Written;
  used: boolean;
}

/** The findings that somebody has looked at, in all stacks of an app. */
export class Acknowledgements {
  private readonly held: readonly Held[];
  private readonly byRule = new Map<string, Held[]>();

  /** @param now the day on which an acknowledgement must not have ended; every one counts if there is none */
  constructor(models: readonly AccessModel[], now?: string) {
    this.held = models.flatMap((model) =>
      model.guardrails.flatMap((entry) => entry.acknowledge.map((written) => ({ model, entry, written, used: false }))),
    );
    for (const held of this.held) {
      // one that has ended is no longer there, and it does not match nothing either
      if (now !== undefined && hasEnded(held.written.until, now)) held.used = true;
      else this.byRule.set(held.written.rule, [...(this.byRule.get(held.written.rule) ?? []), held]);
    }
  }

  /**
   * The finding, marked if it is acknowledged in the stack that its subject is in.
   *
   * @param names whether an id means something else that the finding may be acknowledged for
   */
  public applyTo(finding: Finding, stack: AccessModel | undefined, names: (on: string) => boolean = never): Finding {
    const matching = (this.byRule.get(finding.rule) ?? []).filter(
      ({ model, written: { on } }) => model === stack && (covers(on, finding.subject) || (on !== null && names(on))),
    );
    if (matching.length === 0) return finding;
    for (const held of matching) held.used = true;
    const { reason, until } = matching[0].written;
    return { ...finding, acknowledged: { reason, until } };
  }

  /** A warning for each that matches nothing. */
  public unused(unknown: readonly { readonly rule: string; readonly subject: string }[]): Finding[] {
    return this.held
      .filter((h) => !h.used)
      .map(({ entry, written }) => ({
        rule: ACKNOWLEDGEMENT_RULE,
        severity: "warning" as const,
        subject: entry.id,
        source: written.source ?? entry.source,
        message: `${written.rule} is acknowledged for ${written.on === null ? "everything in the stack" : lastPart(written.on)}, and ${whyUnused(written, unknown)}`,
        fix: "take the acknowledgement away, or name what it is meant for",
      }));
  }
}

const never = () => false;

/** Whether an acknowledgement of a construct covers a subject: the same one, or one below it. */
function covers(on: string | null, subject: string): boolean {
  return on === null || subject === on || subject.startsWith(`${on}/`);
}

function whyUnused(written: Written, unknown: readonly { readonly rule: string; readonly subject: string }[]): string {
  if (written.rule === EXPECT) return written.on === null ? "none is broken" : "none is broken by that alone";
  if (notices.some((n) => n.id === written.rule)) return "that is mended, and not acknowledged";
  if (!catalogue.some((r) => r.id === written.rule)) return "there is no rule of that name";
  const doubtful = unknown.some((u) => u.rule === written.rule && covers(written.on, u.subject));
  return doubtful ? "that rule cannot be checked there" : "that rule finds nothing there";
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
