import type { AccessModel } from "../../lib/access";
import { type GuardrailReport, guard } from "../../lib/guardrails";
import { loadConfig } from "../../lib/config";
import { accessModelOf } from "../../lib/terraform";
import { newApp } from "../support/synth";

/** The models of an example, alone in its app. */
function modelsOf(path: string): AccessModel[] {
  return loadConfig(newApp(), path).map((s) => accessModelOf(s));
}

function shown({ findings }: GuardrailReport): string[] {
  return findings.map((f) => `${f.acknowledged ? "acknowledged " : ""}${f.severity} ${f.rule} ${f.subject}`);
}

function unknown({ unknown }: GuardrailReport): string[] {
  return unknown.map((u) => `${u.rule} ${u.subject}`);
}

describe("article.yaml", () => {
  const report = () => guard(modelsOf("config/article.yaml"));

  test("earns no error, and what Microsoft's article leaves open as warnings", () => {
    // as an architect's walk through an earlier form of the file listed them, none more, none less
    expect(shown(report())).toEqual([
      "warning BG-02 article/clusters/myManagedCluster",
      "warning CL-04 article/clusters/myManagedCluster",
      "warning GR-01 article/groups/aks-operators",
      "warning GR-01 article/groups/myJITGroup",
      "warning GR-01 article/groups/payments-readers",
      "warning GR-02 article/groups/payments-readers",
      "warning OPS-01 article/clusters/myManagedCluster",
      "warning PIM-02 article/groups/myJITGroup/active/carol__contoso_com",
      "warning PIM-05 article/groups/myJITGroup",
      "info NS-03 article/clusters/myManagedCluster/namespace/payments/reader/payments-readers",
    ]);
  });

  test("says what only the tenant knows", () => {
    expect(unknown(report())).toEqual([
      "CA-04 article/clusters/myManagedCluster",
      "CA-07 article/policies/aks-policy",
      "CL-02 article/clusters/myManagedCluster",
      "CL-05 article/clusters/myManagedCluster",
      "CL-06 article/clusters/myManagedCluster",
      "LIM-01 article/clusters/myManagedCluster",
      "LIM-02 article/groups/aks-operators",
      "LIM-03 article/policies/aks-policy",
    ]);
  });

  test("in the strict profile lacks an approval and a protected group", () => {
    const strict = guard(modelsOf("config/article.yaml"), { profile: "strict" });
    expect(shown(strict).filter((l) => l.startsWith("error"))).toEqual([
      "error GR-02 article/groups/payments-readers",
      "error PIM-05 article/groups/myJITGroup",
    ]);
  });
});

describe("platform", () => {
  const report = () => guard(modelsOf("config/platform"));

  test("earns no error but the one that is acknowledged", () => {
    expect(shown(report())).toEqual([
      // legacy is newer than the walk-through: its local accounts are assumed to be on, and acknowledged
      "acknowledged error CL-01 prod/clusters/legacy",
      "warning CA-05 identity/policies/aks-auditors-mfa",
      // the owner was a person there; it is the deployer now, which is a warning as well
      "warning GR-01 identity/groups/aks-admins",
      "warning GR-01 identity/groups/aks-approvers",
      // newer than the walk-through: the emergency group, which closes its BG-02
      "warning GR-01 identity/groups/aks-emergency",
      // aks-operators of the walk-through is sre now, which the directory fills: who owns it is not known
      "warning GR-01 identity/groups/payments-writers",
      "warning GR-02 identity/groups/payments-writers",
      // with a service principal for an owner nobody gets PIM's default mails any more
      "warning OPS-01 identity/groups/payments-writers",
      // gone: PIM-06, since the approvers may not activate, and the acknowledgement of nothing
    ]);
  });

  test("says what only the tenant knows, by rule", () => {
    const by = new Map<string, string[]>();
    for (const { rule, subject } of report().unknown)
      by.set(rule, [...(by.get(rule) ?? []), subject.split("/").slice(2).join("/")]);
    const found = ["legacy", "prod-neu"];
    const all = [...found, "prod-weu"];
    expect(Object.fromEntries(by)).toEqual({
      "CA-01": ["payments-writers/eligible/alice__contoso_com"],
      "CA-04": all,
      "CA-07": ["aks-auditors-mfa", "aks-compliant-device"],
      "CL-00": found,
      "CL-02": all,
      "CL-03": found,
      "CL-04": found,
      "CL-05": all,
      "CL-06": all,
      "GR-01": ["auditors", "payments-devs", "sre"],
      "GR-02": ["auditors", "payments-devs", "sre"],
      "GR-03": ["aks-admins/eligible/sre"],
      "LIM-01": ["legacy", "prod-neu"],
      "LIM-02": ["aks-admins"],
      "LIM-03": ["aks-auditors-mfa"],
      "OPS-01": found,
      "PIM-06": ["aks-admins/member-settings"],
      "WI-01": ["aks-admins", "payments-writers"],
    });
  });
});

describe("every-key.yaml", () => {
  test("earns no error but those that are acknowledged", () => {
    expect(shown(guard(modelsOf("config/every-key.yaml")))).toEqual([
      "acknowledged error CL-01 every-key/clusters/found",
      "acknowledged error NS-03 every-key/clusters/found/namespace/payments/reader/legacy-readers",
      "warning CA-01 every-key/clusters/found/namespace/payments/reader/legacy-readers",
      "warning CA-01 every-key/clusters/found/reader/auditors",
      "warning CA-01 every-key/policies/people",
      "warning CA-05 every-key/policies/strong",
      "warning CA-07 every-key/policies/people",
      // the administrator until an end, and the readers who are assumed to administer what exists
      "warning EXPECT every-key/.expectations/0",
      "warning EXPECT every-key/.expectations/0",
      "warning GR-01 every-key/groups/admins",
      "warning GR-01 every-key/groups/approvers",
      "warning GR-01 every-key/groups/emergency",
      "warning GR-01 every-key/groups/operators",
      "warning GR-01 every-key/groups/operators",
      "warning GR-01 every-key/groups/writers",
      "warning GR-02 every-key/groups/writers",
      "warning NS-03 every-key/clusters/made/namespace/payments/reader/legacy-readers",
      "warning PIM-02 every-key/groups/admins/active/carol__contoso_com",
      "warning PIM-11 every-key/groups/admins/eligible-owner/bob__contoso_com",
    ]);
  });
});

test("all examples together, as they are in config, have no error that is not acknowledged", () => {
  const { findings } = guard(modelsOf("config"));
  expect(findings.filter((f) => f.severity === "error" && !f.acknowledged)).toEqual([]);
  expect(findings.filter((f) => f.rule === "ACK-01")).toEqual([]);
});
