import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AccessModel, estateOf, isUnknown, pathsOf } from "../lib/access";
import { accessDiff } from "../lib/diff";
import { ORGANIZATIONS, type OrganizationName, modelsOf } from "./access-models";
import { FOUND } from "./run-access";

/** What one comparison found, and how long it took. */
export interface DiffRun {
  readonly paths: number;
  readonly gains: number;
  readonly losses: number;
  readonly weaker: number;
  readonly seconds: number;
}

/** Compares an organization with what a pull request makes of it. */
export function runDiff(name: OrganizationName): DiffRun {
  const before = modelsOf(ORGANIZATIONS[name]);
  const after = changed(before);
  const start = process.hrtime.bigint();
  const { gains, losses, weaker } = accessDiff(before, after);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return {
    paths: pathsOf(estateOf(before)).length,
    gains: gains.length,
    losses: losses.length,
    weaker: weaker.length,
    seconds,
  };
}

/** A pull request of every kind: somebody joins a pool, a grant goes, and two changes that concern everybody. */
function changed([identity, prod]: readonly AccessModel[]): AccessModel[] {
  const [first, ...groups] = identity.groups;
  const members = isUnknown(first.members) ? [] : first.members;
  const newcomer = identity.principals.find((p) => !members.includes(p.id));
  return [
    {
      ...identity,
      groups: [{ ...first, members: [...members, newcomer?.id ?? ""] }, ...groups],
      policies: identity.policies.map((p) => ({ ...p, controls: ["mfa"] })),
      roleSettings: identity.roleSettings.map((s) => ({ ...s, activation: { ...s.activation, approvers: [] } })),
    },
    { ...prod, grants: prod.grants.slice(0, -1) },
  ];
}

if (require.main === module) {
  const found = JSON.stringify(runDiff(process.argv[2] as OrganizationName));
  if (process.env.CDKTF_OUTDIR === undefined) console.log(found);
  else writeFileSync(join(process.env.CDKTF_OUTDIR, FOUND), found);
}
