import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { estateOf, pathsOf, who } from "../lib/access";
import { ORGANIZATIONS, type OrganizationName, modelsOf } from "./access-models";

/** The file, in the folder for what a program writes, that says what a run found. */
export const FOUND = "found.json";

/** What one run found, and how long each part took. */
export interface AccessRun {
  readonly grants: number;
  readonly paths: number;
  readonly answers: number;
  readonly seconds: { readonly join: number; readonly paths: number; readonly who: number };
}

/** Joins the models of an organization, finds every path, and asks of every cluster who may delete pods in it. */
export function runAccess(name: OrganizationName): AccessRun {
  const models = modelsOf(ORGANIZATIONS[name]);
  const start = process.hrtime.bigint();
  const since = (from: bigint) => Number(process.hrtime.bigint() - from) / 1e9;
  const estate = estateOf(models);
  const joined = since(start);
  const half = process.hrtime.bigint();
  const paths = pathsOf(estate).length;
  const found = since(half);
  const last = process.hrtime.bigint();
  const rows = estate.clusters.flatMap(
    ({ id }) => who(estate, { verb: "delete", resource: "pods", cluster: id, namespace: "ns1" }).rows,
  );
  return {
    grants: models.flatMap((m) => m.grants).length,
    paths,
    answers: rows.length,
    seconds: { join: joined, paths: found, who: since(last) },
  };
}

if (require.main === module) {
  const found = JSON.stringify(runAccess(process.argv[2] as OrganizationName));
  if (process.env.CDKTF_OUTDIR === undefined) console.log(found);
  else writeFileSync(join(process.env.CDKTF_OUTDIR, FOUND), found);
}
