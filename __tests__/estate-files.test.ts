import { loaded } from "./support/config";
import { addresses, newApp } from "./support/synth";

const TEAMS = 64;
const CLUSTERS = 40;

/** A just-in-time entitlement: who, what, how long, why, and who approves by its settings. */
const entitlement = (name: string, settings: string) => `  ${name}:
    pim:
      settings: ${settings}
      eligible:
        - { principal: sre, until: 2027-06-30, justification: SRE rota }
`;
/** A cluster with three teams on it. */
const cluster = (n: number) =>
  `  prod-${n}: { existing: { resourceGroup: prod-${n} }, access: [baseline, team-${n % TEAMS}, team-${(n + 1) % TEAMS}, team-${(n + 2) % TEAMS}] }\n`;
const teams = Array.from({ length: TEAMS }, (_, n) => n);

const IDENTITY = `name: identity
defaults: { groups: { owners: [{ servicePrincipal: 99999999-9999-4999-8999-999999999999 }] } }
roleSettings:
  admin: { activation: { maximum: 2h, require: [mfa, justification, ticket], approvers: [approvers] } }
  team: { activation: { maximum: 8h, require: [mfa, justification] } }
groups:
  sre: { existing: 44444444-4444-4444-8444-444444444401 }
  approvers: { existing: 44444444-4444-4444-8444-444444444402 }
${entitlement("aks-admins", "admin")}${entitlement("aks-oncall", "admin")}${teams.map((n) => entitlement(`team-${n}-writers`, "team")).join("")}`;

const PROD = `name: prod
uses: [identity.yaml]
subscriptionId: 00000000-0000-0000-0000-000000000000
accessProfiles:
  baseline: { clusterUser: [sre], clusterAdmin: [aks-admins, aks-oncall] }
${teams.map((n) => `  team-${n}: { namespaces: { team-${n}: { writer: [team-${n}-writers] }, shared-${n}: { reader: [team-${n}-writers] } } }\n`).join("")}clusters:
${Array.from({ length: CLUSTERS }, (_, n) => cluster(n)).join("")}`;

test("an estate of forty clusters and sixty-six just-in-time groups is written in few lines", () => {
  const stacks = loaded({ "identity.yaml": IDENTITY, "prod.yaml": PROD }, newApp());
  const [identity, prod] = stacks.map((s) => addresses(s));
  expect(identity.filter((a) => a.startsWith("azuread_group_without_members."))).toHaveLength(TEAMS + 2);
  // sre, and two roles of both admin groups; three of each of three teams
  expect(prod.filter((a) => a.startsWith("azurerm_role_assignment."))).toHaveLength(CLUSTERS * (1 + 4 + 9));
  expect(IDENTITY.match(/activation:/g)).toHaveLength(2);
  expect(entitlement("x", "y").trimEnd().split("\n").length).toBeLessThanOrEqual(6);
  expect(cluster(1).trimEnd().split("\n")).toHaveLength(1);
});
