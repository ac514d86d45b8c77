import { Duration } from "../core/duration";
import {
  ConditionalAccessPolicy,
  GrantControl,
  GrantControls,
  PolicyState,
  TargetApplication,
} from "../conditional-access";
import { EmergencyAccess } from "../entra";
import type { AccessStack } from "../stacks";
import { setSource, transparentScope } from "../terraform";
import type { Principals } from "./principals";
import type { Config, ControlConfig, PolicyConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

const STATES = { enabled: PolicyState.ENABLED, reportOnly: PolicyState.REPORT_ONLY, disabled: PolicyState.DISABLED };
const APPLICATIONS: Readonly<Record<string, TargetApplication>> = {
  aks: TargetApplication.AKS,
  azureManagement: TargetApplication.AZURE_MANAGEMENT,
  all: TargetApplication.ALL,
};
const CONTROLS = {
  mfa: GrantControl.MFA,
  compliantDevice: GrantControl.COMPLIANT_DEVICE,
  domainJoinedDevice: GrantControl.DOMAIN_JOINED_DEVICE,
  compliantApplication: GrantControl.COMPLIANT_APPLICATION,
  block: GrantControl.BLOCK,
};

/** Declares the emergency access of a file. */
export function buildEmergencyAccess(stack: AccessStack, file: SourceFile, config: Config, principals: Principals): void {
  if (config.emergencyAccess === undefined) return;
  const path: Path = ["emergencyAccess"];
  const accounts = principals.all(config.emergencyAccess.accounts, [...path, "accounts"]);
  const made = file.attempt(path, () => new EmergencyAccess(stack, "emergency-access", { accounts }));
  if (made) setSource(made, file.source(path));
}

/** Makes the Conditional Access policies of a file. */
export function buildPolicies(stack: AccessStack, file: SourceFile, config: Config, principals: Principals): void {
  for (const [key, policy] of Object.entries(config.conditionalAccess ?? {})) {
    buildPolicy(stack, file, key, policy, principals);
  }
}

function buildPolicy(stack: AccessStack, file: SourceFile, key: string, config: PolicyConfig, principals: Principals): void {
  const path: Path = ["conditionalAccess", key];
  const grant = file.attempt([...path, "require"], () => controls(file, config.require, [...path, "require"]));
  const frequency = config.signInFrequency;
  const made = file.attempt(
    path,
    () =>
      new ConditionalAccessPolicy(transparentScope(stack, "policies"), key, {
        displayName: config.displayName,
        state: config.state && STATES[config.state],
        include: principals.subjects(config.include, [...path, "include"]),
        exclude: principals.subjects(config.exclude, [...path, "exclude"]),
        applications: config.applications?.flatMap(
          (name, i) =>
            APPLICATIONS[name] ?? file.attempt([...path, "applications", i], () => TargetApplication.fromClientId(name)) ?? [],
        ),
        grant: grant ?? GrantControls.all(GrantControl.MFA),
        signInFrequency:
          frequency === undefined ? undefined : file.attempt([...path, "signInFrequency"], () => Duration.parse(frequency)),
        blockDeviceCode: config.blockDeviceCode,
      }),
  );
  if (made) setSource(made, file.source(path));
}

function controls(file: SourceFile, config: PolicyConfig["require"], path: Path): GrantControls {
  if (config === "block") return GrantControls.all(GrantControl.BLOCK);
  const any = config !== undefined && !Array.isArray(config);
  const list: readonly ControlConfig[] = any ? config.any : (config ?? []);
  const at = any ? [...path, "any"] : path;
  const before = file.problems.length;
  const found = list.flatMap((c, i) => file.attempt([...at, i], () => control(c)) ?? []);
  // a control that was refused leaves a list that may be empty, which is not to be said again
  if (file.problems.length > before) return GrantControls.all(GrantControl.MFA);
  return any ? GrantControls.any(...found) : GrantControls.all(...found);
}

function control(config: ControlConfig): GrantControl {
  return typeof config === "string" ? CONTROLS[config] : GrantControl.authenticationStrength(config.authenticationStrength);
}
