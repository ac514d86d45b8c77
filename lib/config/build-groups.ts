import type { TerraformResource } from "cdktf";
import { Lazy } from "cdktf";
import type { Node } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { didYouMean, quote } from "../core/text";
import { EntraGroup, EntraUser, type IEntraGroup, PolicySubjectKind, PrincipalType } from "../entra";
import { JitGroup, RoleSettings } from "../pim";
import type { AccessStack } from "../stacks";
import { type Grant, setSource, transparentScope } from "../terraform";
import { Principals } from "./principals";
import { type SettingsPair, assignmentNames, readAssignment, readRoleSettings } from "./role-settings";
import type { Config, GroupConfig, RoleSettingsConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** Makes the groups of a file, each when it is first asked for, and then their assignments. */
export class Groups {
  /** Whom the file means. */
  public readonly principals: Principals;
  private readonly made = new Map<string, IEntraGroup | undefined>();
  private readonly making = new Set<string>();
  private readonly config: Readonly<Record<string, GroupConfig>>;

  /** @param refused keys of groups whose form is so wrong that nothing is left of them */
  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly refused: readonly string[],
  ) {
    this.config = whole.groups ?? {};
    this.principals = new Principals(stack, file, (key) => this.find(key), Object.keys(this.config));
  }

  /** Makes every group, and every assignment. */
  public build(): void {
    for (const key of Object.keys(this.config)) this.find(key);
    for (const [key, config] of Object.entries(this.config)) {
      const group = this.made.get(key);
      if (config.pim && group && isJitGroup(group)) this.assign(group, config, ["groups", key, "pim"]);
    }
  }

  private find(key: string): IEntraGroup | undefined {
    if (this.refused.includes(key)) return this.standIn(key);
    const config = Object.hasOwn(this.config, key) ? this.config[key] : undefined;
    if (config === undefined) return undefined;
    if (this.made.has(key)) return this.made.get(key);
    if (this.making.has(key)) return LaterGroup.of(() => this.made.get(key) as IEntraGroup);
    this.making.add(key);
    const path: Path = ["groups", key];
    const before = this.file.problems.length;
    const group = this.file.attempt(path, () => this.make(key, config, path)) ?? this.standIn(key, config.pim !== undefined);
    this.made.set(key, group);
    if (this.file.problems.length === before) setSource(group, this.file.source(path));
    return group;
  }

  private make(key: string, config: GroupConfig, path: Path): IEntraGroup {
    const scope = transparentScope(this.stack, "groups");
    if (config.existing !== undefined) return this.use(key, config, path);
    const { owners, roleAssignable } = this.whole.defaults?.groups ?? {};
    const props = {
      displayName: config.displayName,
      description: config.description,
      owners: config.owners
        ? this.principals.all(config.owners, [...path, "owners"])
        : this.principals.all(owners, ["defaults", "groups", "owners"]),
      roleAssignable: config.roleAssignable ?? roleAssignable,
    };
    if (config.pim === undefined) {
      return new EntraGroup(scope, key, { ...props, members: this.members(config, path) });
    }
    if (config.members !== undefined) {
      this.file.report(
        ErrorCode.CONFIG_KEY_UNKNOWN,
        [...path, "members"],
        "a just-in-time group has no members: such a list would throw out whoever has activated; allowed: eligible and active assignments under pim",
      );
    }
    const settings = this.settings(config, [...path, "pim", "settings"]);
    return new JitGroup(scope, key, { ...props, memberSettings: settings?.member, ownerSettings: settings?.owner });
  }

  private members(config: GroupConfig, path: Path) {
    const members = this.principals.all(config.members, [...path, "members"]);
    members.forEach((member, i) => {
      if (!isLater(member)) return;
      this.file.report(
        ErrorCode.CONFIG_REFERENCE,
        [...path, "members", i],
        "this group is in a circle of groups that are members of each other; allowed: groups that do not hold this one",
      );
    });
    return members.filter((m) => !isLater(m));
  }

  private use(key: string, config: GroupConfig, path: Path): IEntraGroup {
    const scope = transparentScope(this.stack, "groups");
    const { existing, ...more } = config;
    for (const other of Object.keys(more)) {
      this.file.report(
        ErrorCode.CONFIG_KEY_UNKNOWN,
        [...path, other],
        "a group that exists is only used, and nothing of it is changed; allowed: existing alone",
      );
    }
    if (typeof existing === "object") {
      return (
        this.file.attempt([...path, "existing"], () => EntraGroup.fromLookup(scope, key, existing.displayName)) ??
        this.standIn(key)
      );
    }
    return (
      this.file.attempt([...path, "existing"], () => EntraGroup.fromObjectId(scope, key, existing as string), {
        objectId: [],
      }) ?? this.standIn(key)
    );
  }

  private settings(config: GroupConfig, path: Path): SettingsPair | undefined {
    const given = config.pim?.settings;
    if (typeof given !== "string") return given && this.read(given, path);
    const named = this.whole.roleSettings ?? {};
    if (Object.hasOwn(named, given)) return this.named(given, named[given]);
    this.file.report(
      ErrorCode.CONFIG_REFERENCE,
      path,
      `${quote(given)} is not the name of role settings${didYouMean(given, Object.keys(named))}; allowed: a name under roleSettings, or a mapping as there`,
    );
    return { member: RoleSettings.of({ eligible: { permanentAllowed: true }, active: { permanentAllowed: true } }), owner: undefined };
  }

  private readonly byName = new Map<string, SettingsPair>();

  private named(name: string, config: RoleSettingsConfig): SettingsPair {
    const settings = this.byName.get(name) ?? this.read(config, ["roleSettings", name]);
    this.byName.set(name, settings);
    return settings;
  }

  private read(config: RoleSettingsConfig, path: Path): SettingsPair {
    return readRoleSettings(this.file, config, path, (refs, at) => this.principals.all(refs, at));
  }

  private assign(group: JitGroup, config: GroupConfig, path: Path): void {
    for (const kind of ["eligible", "active"] as const) {
      (config.pim?.[kind] ?? []).forEach((assignment, i) => {
        const at = [...path, kind, i];
        const principal = this.principals.one(assignment.principal, [...at, "principal"]);
        const options = readAssignment(this.file, assignment, at);
        if (options === undefined) return;
        const assign = () => (kind === "eligible" ? group.assignEligible(principal, options) : group.assignActive(principal, options));
        const grant = this.file.attempt(at, assign, assignmentNames(assignment));
        if (grant) noteSource(grant, this.file.source(at));
      });
    }
  }

  /** In place of a group that was refused. */
  private standIn(key: string, jit = false): IEntraGroup {
    const scope = transparentScope(this.stack, "refused");
    const existing = scope.node.tryFindChild(key) as IEntraGroup | undefined;
    if (existing) return existing;
    if (!jit) return EntraGroup.fromObjectId(scope, key, "00000000-0000-4000-9000-000000000000");
    const anything = RoleSettings.of({ eligible: { permanentAllowed: true }, active: { permanentAllowed: true } });
    const owners = [EntraUser.fromObjectId(this.stack, "00000000-0000-4000-9000-000000000001")];
    return new JitGroup(scope, key, { displayName: `refused ${key}`, owners, memberSettings: anything, ownerSettings: anything });
  }
}

/** Notes where a grant is written, at each construct that it made. */
export function noteSource(grant: Grant, source: string): void {
  for (const resource of grant.dependables as TerraformResource[]) {
    const construct = resource.node.scope;
    if (construct && !construct.node.metadata.some((m) => m.data === source)) setSource(construct, source);
  }
}

function isJitGroup(group: IEntraGroup): group is JitGroup {
  return group.justInTime === true;
}

const LATER = Symbol("later");

function isLater(x: object): boolean {
  return LATER in x;
}

/** A group that is asked for while it is made: one that approves its own activation, say. */
class LaterGroup implements Omit<IEntraGroup, "with"> {
  public static of(group: () => IEntraGroup): IEntraGroup {
    return new LaterGroup(group) as Omit<IEntraGroup, "with"> as IEntraGroup;
  }

  public readonly [LATER] = true;
  public readonly principalType = PrincipalType.GROUP;
  public readonly policySubjectKind = PolicySubjectKind.GROUP;
  public readonly objectId: string;
  public readonly policySubjectId: string;

  private constructor(private readonly group: () => IEntraGroup) {
    this.objectId = Lazy.stringValue({ produce: () => this.group().objectId });
    this.policySubjectId = this.objectId;
  }

  public get policySubjectRef(): string {
    return this.node.path;
  }

  public get principalKey(): string {
    return this.group().principalKey;
  }

  public get node(): Node {
    return this.group().node;
  }
}
