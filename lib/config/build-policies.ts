import {
  ConditionalAccessPolicy,
  GrantControl,
  GrantControls,
  PolicyState,
  TargetApplication,
} from "../conditional-access";
import { Duration } from "../core/duration";
import { EmergencyAccess } from "../entra";
import type { AccessStack } from "../stacks";
import { setSource, transparentScope } from "../terraform";
import type { Principals } from "./principals";
import type { Config, ControlConfig, PolicyConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { SOME_STRENGTH } from "./stand-ins";

const STATES = { enabled: PolicyState.ENABLED, reportOnly: PolicyState.REPORT_ONLY, disabled: PolicyState.DISABLED };
const APPLICATIONS = new Map([
  ["aks", TargetApplication.AKS],
  ["azureManagement", TargetApplication.AZURE_MANAGEMENT],
  ["all", TargetApplication.ALL],
]);
const CONTROLS = {
  mfa: GrantControl.MFA,
  compliantDevice: GrantControl.COMPLIANT_DEVICE,
  domainJoinedDevice: GrantControl.DOMAIN_JOINED_DEVICE,
  compliantApplication: GrantControl.COMPLIANT_APPLICATION,
  block: GrantControl.BLOCK,
};

/** Makes the Conditional Access policies of a file, and what they all leave out. */
export class Policies {
  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly principals: Principals,
  ) {}

  /** Declares the emergency access, and makes every policy. */
  public build(): void {
    const { emergencyAccess, conditionalAccess = {} } = this.whole;
    if (emergencyAccess !== undefined) {
      const path: Path = ["emergencyAccess"];
      const accounts = this.principals.all(emergencyAccess.accounts, [...path, "accounts"]);
      const group = emergencyAccess.clusterAdmin;
      const clusterAdmin = group === undefined ? undefined : this.principals.oneGroup(group, [...path, "clusterAdmin"]);
      const make = () => new EmergencyAccess(this.stack, "emergency-access", { accounts, clusterAdmin });
      const made = this.file.attempt(path, make);
      if (made) setSource(made, this.file.source(path));
    }
    for (const [key, policy] of Object.entries(conditionalAccess)) this.policy(key, policy);
  }

  private policy(key: string, config: PolicyConfig): void {
    const path: Path = ["conditionalAccess", key];
    const props = {
      displayName: config.displayName,
      state: config.state && STATES[config.state],
      include: this.principals.subjects(config.include, [...path, "include"]),
      exclude: this.principals.subjects(config.exclude, [...path, "exclude"]),
      applications: config.applications?.map((a, i) => this.application(a, [...path, "applications", i])),
      grant: this.controls(config.require, [...path, "require"]),
      signInFrequency: this.frequency(config.signInFrequency, [...path, "signInFrequency"]),
      blockDeviceCode: config.blockDeviceCode,
    };
    const scope = transparentScope(this.stack, "policies");
    const made = this.file.attempt(path, () => new ConditionalAccessPolicy(scope, key, props));
    if (made) setSource(made, this.file.source(path));
  }

  private application(name: string, path: Path): TargetApplication {
    const find = () => APPLICATIONS.get(name) ?? TargetApplication.fromClientId(name);
    return this.file.attempt(path, find) ?? TargetApplication.AKS;
  }

  private frequency(text: string | undefined, path: Path): Duration | undefined {
    return text === undefined ? undefined : this.file.attempt(path, () => Duration.parse(text));
  }

  private controls(config: PolicyConfig["require"], path: Path): GrantControls {
    const of = (list: readonly ControlConfig[], at: Path) => list.map((c, i) => this.control(c, [...at, i]));
    const read = () => {
      if (config === "block") return GrantControls.all(GrantControl.BLOCK);
      if (config === undefined || Array.isArray(config)) return GrantControls.all(...of(config ?? [], path));
      return GrantControls.any(...of(config.any, [...path, "any"]));
    };
    return this.file.attempt(path, read) ?? GrantControls.all(GrantControl.MFA);
  }

  private control(config: ControlConfig, path: Path): GrantControl {
    if (typeof config === "string") return CONTROLS[config];
    const at = [...path, "authenticationStrength"];
    const make = () => GrantControl.authenticationStrength(config.authenticationStrength);
    return this.file.attempt(at, make) ?? SOME_STRENGTH;
  }
}
