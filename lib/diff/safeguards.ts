import type { AccessModel, GuardrailsEntry } from "../access";
import type { Side } from "./comparing";
import type { Aspect, GateChange } from "./change";

const PROFILES: Readonly<Record<GuardrailsEntry["profile"], number>> = { strict: 2, recommended: 1, article: 0 };

/** Where the second state looks away more: findings acknowledged, expectations dropped, a lower profile. */
export function weakerSafeguards(from: Side, to: Side): GateChange[] {
  return to.estate.models.flatMap((model) => {
    const before = from.estate.models.find((m) => m.stack === model.stack);
    const entry = model.guardrails[0] ?? before?.guardrails[0];
    const lists: [string, readonly Aspect[]][] = [
      [entry?.id ?? model.stack, before === undefined ? [] : [...profile(before, model), ...tonight(before, model)]],
      [entry?.id ?? model.stack, acknowledged(from, to, before, model)],
      [before?.expectations[0]?.id ?? model.stack, before === undefined ? [] : dropped(from, to, before, model)],
    ];
    return lists.flatMap(([subject, aspects]) =>
      aspects.length === 0 ? [] : [{ kind: "weaker-guardrails" as const, subject, aspects, paths: [], another: false }],
    );
  });
}

function profile(was: AccessModel, is: AccessModel): Aspect[] {
  const [old, now] = [was, is].map((m) => m.guardrails[0]?.profile ?? "recommended");
  return PROFILES[now] < PROFILES[old] ? [{ name: "profile", before: old, after: now }] : [];
}

function tonight(was: AccessModel, is: AccessModel): Aspect[] {
  const [old, now] = [was, is].map((m) => (m as { readonly tonight?: string }).tonight);
  return old === undefined && now !== undefined
    ? [{ name: "errors", before: "stop a deploy", after: `are warnings for tonight: ${now}` }]
    : [];
}

function acknowledged(from: Side, to: Side, was: AccessModel | undefined, is: AccessModel): Aspect[] {
  const keys = (side: Side, model: AccessModel | undefined) =>
    new Map(
      (model?.guardrails ?? []).flatMap((g) =>
        g.acknowledge.map((a) => [`${a.rule} ${a.on === null ? "" : side.key(a.on)}`, a] as const),
      ),
    );
  const old = keys(from, was);
  return [...keys(to, is)].flatMap(([key, { rule, on, reason, until }]) => {
    const name = `${rule}${on === null ? "" : ` on ${to.estate.nameOf(on)}`}`;
    const end = (u: string | null) => (u === null ? "without an end" : `until ${u}`);
    const there = old.get(key);
    if (there === undefined)
      return [{ name, before: "not acknowledged", after: `acknowledged ${end(until)}: ${reason}` }];
    const longer = there.until !== null && (until === null || until > there.until);
    return longer ? [{ name, before: `acknowledged ${end(there.until)}`, after: `${end(until)}: ${reason}` }] : [];
  });
}

function dropped(from: Side, to: Side, was: AccessModel, is: AccessModel): Aspect[] {
  const keys = (side: Side, model: AccessModel) =>
    new Map(
      model.expectations.flatMap(({ noStandingClusterAdmins, cannot: c }) => [
        ...(noStandingClusterAdmins ? [["admins", "no standing cluster admins"] as const] : []),
        ...(c === undefined
          ? []
          : [
              [
                [side.key(c.principal), c.verb, c.resource, side.key(c.cluster), c.namespace, c.when].join(" "),
                `${side.estate.nameOf(c.principal)} cannot ${c.verb} ${c.resource} on ${side.estate.nameOf(c.cluster)}${c.namespace === null ? "" : `/${c.namespace}`} (${c.when})`,
              ] as const,
            ]),
      ]),
    );
  const now = keys(to, is);
  return [...keys(from, was)].flatMap(([key, name]) =>
    now.has(key) ? [] : [{ name, before: "expected", after: "not expected" }],
  );
}
