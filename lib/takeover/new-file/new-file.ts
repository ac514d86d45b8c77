import { normalizeImportId } from "../../access/import-id";
import { clusterSaid } from "./clusters";
import { type SaidGroup, groupSaid } from "./groups";
import { concernOf, policySaid } from "./policy";
import type { Survey, SurveyedGroup } from "./survey";
import { Writing, type Said } from "./writing";

/** A config file from what exists, and what goes with it. */
export interface NewFile {
  /** The file's content, as data. */
  readonly said: Said;
  /** Ids by Terraform address, for the takeover file. */
  readonly imports: Readonly<Record<string, string>>;
  /** What the file cannot say, or says otherwise than the tenant. */
  readonly notes: readonly string[];
  readonly writing: Writing;
  /** The last day on which what the guardrails say of members from before is acknowledged; none where there are none. */
  readonly acknowledgedUntil?: string;
}

export interface NewFileOptions {
  /** The stack's name. */
  readonly name: string;
  readonly tenantId: string | undefined;
  /** From when on acknowledgements count. */
  readonly now: Date;
}

/** How long members from before may stay standing without a guardrail that refuses them. */
export const ACKNOWLEDGED_DAYS = 90;

/**
 * Writes what a survey found in the words of a config file: role settings that are equal are one under one name, what
 * a file cannot say is left out and noted, and stays in the tenant as it is.
 */
export function newFile(survey: Survey, { name, tenantId, now }: NewFileOptions): NewFile {
  const writing = new Writing();
  const sorted = [...survey.groups].sort((a, b) => (a.group.displayName < b.group.displayName ? -1 : 1));
  // every key first: groups name each other
  for (const { group } of sorted) writing.key(group.id, group.displayName, "group");
  const groups = sorted.map((g) =>
    groupSaid(
      g,
      writing,
      sorted.some((other) => other !== g && isTwin(other, g)),
    ),
  );
  const settings = merged(groups);
  const clusters = survey.clusters.map((c) =>
    clusterSaid(
      c,
      writing.key(`cluster ${c.subscriptionId} ${c.resourceGroup} ${c.name}`, c.name, "cluster"),
      survey,
      writing,
    ),
  );
  const policies = policiesOf(survey, writing);
  const until = new Date(now.getTime() + ACKNOWLEDGED_DAYS * 86_400_000).toISOString().slice(0, 10);
  const standing = groups
    .filter(({ said }) => (said.pim as Said | undefined)?.standingMembers !== undefined)
    .flatMap((group) => stayOn(group, until));
  const said = {
    name,
    tenantId: tenantId ?? survey.clusters[0]?.tenantId,
    subscriptionId: survey.clusters[0]?.subscriptionId,
    guardrails: {
      profile: "article",
      ...(standing.length > 0 && { acknowledge: standing }),
    },
    ...(settings.all.size > 0 && { roleSettings: Object.fromEntries(settings.all) }),
    ...(groups.length > 0 && {
      groups: Object.fromEntries(groups.map((g) => [g.key, withSettings(g, settings.nameOf)])),
    }),
    ...(policies.length > 0 && { conditionalAccess: Object.fromEntries(policies.map(({ key, said: p }) => [key, p])) }),
    clusters: Object.fromEntries(clusters.map(({ key, said: c }) => [key, c])),
  };
  const imports = [
    ...groups.flatMap((g) => g.imports),
    ...policies.map(({ key, id }) => [`azuread_conditional_access_policy.${key}`, id] as const),
    ...clusters.flatMap((c) => c.imports),
  ];
  return {
    said,
    imports: Object.fromEntries(
      imports.map(([address, id]) => [address, normalizeImportId(address.split(".")[0], id)]),
    ),
    notes: writing.notes,
    writing,
    ...(standing.length > 0 && { acknowledgedUntil: until }),
  };
}

/** Whether two groups have one name, as Entra compares names. */
function isTwin(a: SurveyedGroup, b: SurveyedGroup): boolean {
  return a.group.displayName.toLowerCase() === b.group.displayName.toLowerCase();
}

/** Members from before are standing access; that is so in the tenant, and said aloud, until a day. */
function stayOn({ key }: SaidGroup, until: string): Said[] {
  const reason = "Members from before; they go to eligible assignments one by one";
  return ["PIM-03", "PIM-09"].map((rule) => ({ rule, on: `groups.${key}`, reason, until }));
}

/** Role settings by name; equal ones have the name of the group that has them first. */
function merged(groups: readonly SaidGroup[]) {
  const names = new Map<string, string>();
  const all = new Map<string, Said>();
  const shared = (text: string) => groups.filter((g) => JSON.stringify(g.settings) === text).length;
  for (const { key, settings } of groups) {
    if (settings === undefined) continue;
    const text = JSON.stringify(settings);
    if (names.has(text)) continue;
    const name = shared(text) > 1 ? `like-${key}` : key;
    names.set(text, name);
    all.set(name, settings);
  }
  return { all, nameOf: (settings: Said) => names.get(JSON.stringify(settings)) };
}

function withSettings({ said, settings }: SaidGroup, nameOf: (settings: Said) => string | undefined): Said {
  if (settings === undefined) return said;
  return { ...said, pim: { settings: nameOf(settings), ...(said.pim as Said) } };
}

interface SaidPolicy {
  readonly key: string;
  readonly id: string;
  readonly said: Said;
}

function policiesOf(survey: Survey, writing: Writing): SaidPolicy[] {
  const ids = new Set([...survey.groups.map(({ group }) => group.id.toLowerCase()), ...survey.others.keys()]);
  const eligible = survey.groups.flatMap((g) => g.eligible.map((e) => e.principalId.toLowerCase()));
  const concerned = new Set([...ids, ...eligible]);
  return [...survey.policies]
    .sort((a, b) => (String(a.displayName) < String(b.displayName) ? -1 : 1))
    .flatMap((policy): SaidPolicy[] => {
      const concern = concernOf(policy, concerned);
      if (concern === "none") return [];
      const name = String(policy.displayName);
      if (concern === "covers") {
        writing.note(`the policy "${name}" covers everybody, so it is not taken over here`);
        return [];
      }
      const said = policySaid(policy, writing);
      if (typeof said === "string") {
        writing.note(`the policy "${name}" has what a file cannot say (${said}); it is not taken over, and stays`);
        return [];
      }
      return [{ key: writing.key(String(policy.id), name, "policy"), id: String(policy.id), said }];
    });
}
