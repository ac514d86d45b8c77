import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { EntraGroup, EntraUser, type IEntraGroup, type IPrincipal } from "../entra";
import { AssignmentAccess, JitGroup } from "../pim";
import type { AccessStack } from "../stacks";
import { addressName, setSource, sourceOf, transparentScope } from "../terraform";
import { placeOf } from "./defaults";
import { LaterGroup } from "./later-group";
import { reportUnnamed } from "./named";
import { type KnownGroups, NEEDS_GRAPH, Principals } from "./principals";
import { type SettingsPair, assignmentNames, readAssignment, readRoleSettings } from "./role-settings";
import type { Config, GroupConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { ANY_SETTINGS, UNCHECKED } from "./stand-ins";

/** Makes the groups of a file, each when it is first asked for, and then their assignments. */
export class Groups implements KnownGroups {
  public readonly keys: readonly string[];
  /** Whom the file means. */
  public readonly principals: Principals;
  private readonly made = new Map<string, IEntraGroup>();
  private readonly making = new Set<string>();
  private readonly settingsByName = new Map<string, SettingsPair>();

  public readonly usesGraph: boolean;
  private readonly own: readonly string[];

  /** @param used what the files that this one uses have made */
  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly used: readonly Groups[] = [],
  ) {
    this.own = Object.keys(whole.groups ?? {});
    this.keys = [...this.own, ...used.flatMap((u) => u.own)];
    const made = Object.values(whole.groups ?? {}).some((g) => g.existing === undefined);
    this.usesGraph = made || Object.keys(whole.conditionalAccess ?? {}).length > 0;
    this.principals = new Principals(stack, file, this);
  }

  /** Makes every group, and every assignment. */
  public build(): void {
    for (const key of this.own) this.find(key);
    for (const [key, config] of Object.entries(this.whole.groups ?? {})) {
      const group = this.made.get(key);
      if (config.pim && group && isJitGroup(group)) this.assign(group, config.pim, ["groups", key, "pim"]);
    }
  }

  public find(key: string): IEntraGroup | undefined {
    if (!this.isKnown(key)) return this.findUsed(key);
    const made = this.made.get(key) ?? this.makeOrReplace(key);
    this.made.set(key, made);
    return made;
  }

  public findLater(key: string): IEntraGroup | undefined {
    if (!this.isKnown(key)) return this.findUsed(key);
    return this.made.get(key) ?? LaterGroup.of(() => this.made.get(key) as IEntraGroup);
  }

  /** Names of role settings that no group uses. */
  public get unusedSettings(): string[] {
    return Object.keys(this.whole.roleSettings ?? {}).filter((name) => !this.settingsByName.has(name));
  }

  /** Settings by their name, for a file that uses this one. */
  public settingsNamed(name: string): SettingsPair | undefined {
    const named = this.whole.roleSettings ?? {};
    if (!Object.hasOwn(named, name)) return undefined;
    const read =
      this.settingsByName.get(name) ?? readRoleSettings(this.file, named[name], ["roleSettings", name], this.principals);
    this.settingsByName.set(name, read);
    return read;
  }

  private findUsed(key: string): IEntraGroup | undefined {
    for (const groups of this.used) if (groups.isKnown(key)) return groups.find(key);
    return undefined;
  }

  private isKnown(key: string): boolean {
    return this.own.includes(key) || this.file.isRefused(["groups", key]);
  }

  private makeOrReplace(key: string): IEntraGroup {
    const config = this.own.includes(key) ? (this.whole.groups?.[key] as GroupConfig) : undefined;
    if (config === undefined) return this.standIn();
    const path: Path = ["groups", key];
    if (this.file.isRefused([...path, "existing"])) return this.standIn();
    this.making.add(key);
    const settings = config.pim && this.settings(config.pim, [...path, "pim", "settings"]);
    const owners = placeOf(this.file, this.whole, "groups", key, "owners");
    const group = this.file.attempt(path, () => this.make(key, config, owners, settings), {
      owners,
      standingMembers: [...path, "pim", "standingMembers"],
    });
    this.making.delete(key);
    if (group) setSource(group, this.file.source(path));
    for (const id of ["member-settings", "owner-settings"]) {
      const child = group?.node.tryFindChild(id);
      if (child) setSource(child, this.file.source([...path, "pim", "settings"]));
    }
    return group ?? this.standIn(config.pim && settings);
  }

  private make(key: string, config: GroupConfig, ownersPath: Path, settings: Partial<SettingsPair> | undefined): IEntraGroup {
    const path: Path = ["groups", key];
    if (config.existing !== undefined) return this.use(key, config.existing, config, path);
    const scope = transparentScope(this.stack, "groups");
    const defaults = this.whole.defaults?.groups;
    const props = {
      displayName: config.displayName,
      description: config.description,
      owners: this.principals.people(config.owners ?? defaults?.owners, ownersPath),
      roleAssignable: config.roleAssignable ?? defaults?.roleAssignable,
      formerly: this.formerly(config.formerly, [...path, "formerly"]),
      objectId: config.objectId,
    };
    if (config.pim === undefined) {
      return new EntraGroup(scope, key, { ...props, members: this.members(config.members, [...path, "members"]) });
    }
    if (config.members !== undefined) {
      this.file.report(
        ErrorCode.CONFIG_KEY_UNKNOWN,
        [...path, "members"],
        "a just-in-time group has no members: such a list would throw out whoever has activated; allowed: eligible and active assignments under pim",
        "key",
      );
    }
    const standingMembers = this.members(config.pim.standingMembers, [...path, "pim", "standingMembers"]);
    const { member: memberSettings, owner: ownerSettings } = settings ?? {};
    return new JitGroup(scope, key, { ...props, memberSettings, ownerSettings, standingMembers });
  }

  private formerly(old: string | undefined, path: Path): string | undefined {
    if (old === undefined || !this.isKnown(old)) return old;
    const message = `${quote(old)} is a key under groups still; allowed: a key that no group has any more, or leave it out where the move is done`;
    this.file.report(ErrorCode.GROUP_FORMER_ID_IN_USE, path, message);
    return undefined;
  }

  private members(refs: GroupConfig["members"] = [], path: Path): IPrincipal[] {
    return refs.flatMap((ref, i) => {
      const at = [...path, i];
      if (typeof ref !== "string" || !this.making.has(ref)) return this.principals.one(ref, at);
      const message =
        "this group is in a circle of groups that are members of each other; allowed: groups that do not hold this one";
      this.file.report(ErrorCode.CONFIG_REFERENCE, at, message);
      return [];
    });
  }

  private use(key: string, existing: NonNullable<GroupConfig["existing"]>, config: GroupConfig, path: Path): IEntraGroup {
    const scope = transparentScope(this.stack, "groups");
    for (const other of Object.keys(config).filter((k) => k !== "existing")) {
      const message = "a group that exists is only used, and nothing of it is changed; allowed: existing alone";
      this.file.report(ErrorCode.CONFIG_KEY_UNKNOWN, [...path, other], message, "key");
    }
    const at = [...path, "existing"];
    if (typeof existing === "object" && !this.usesGraph) {
      this.file.report(ErrorCode.CONFIG_NEEDS_GRAPH, at, `${quote(existing.displayName)} ${NEEDS_GRAPH}`);
      return this.standIn();
    }
    const find = () =>
      typeof existing === "string"
        ? EntraGroup.fromObjectId(scope, key, existing)
        : EntraGroup.fromLookup(scope, key, existing.displayName);
    return this.file.attempt(at, find, { objectId: at }) ?? this.standIn();
  }

  /** Settings as a group has them; those of members and owners may be left out, then the group knows what to take. */
  private settings(pim: NonNullable<GroupConfig["pim"]>, path: Path): Partial<SettingsPair> {
    if (this.file.isRefused(path)) return { member: ANY_SETTINGS };
    const given = pim.settings;
    if (given === undefined) return {};
    if (typeof given !== "string") return readRoleSettings(this.file, given, path, this.principals);
    const found = [this, ...this.used].map((groups) => groups.settingsNamed(given)).find((s) => s !== undefined);
    if (found) return found;
    const known = [this, ...this.used].flatMap((groups) => Object.keys(groups.whole.roleSettings ?? {}));
    reportUnnamed(this.file, "roleSettings", known, given, path, "role settings");
    return { member: ANY_SETTINGS };
  }

  private assign(group: JitGroup, pim: NonNullable<GroupConfig["pim"]>, path: Path): void {
    for (const kind of ["eligible", "active"] as const) {
      (pim[kind] ?? []).forEach((assignment, i) => {
        const at = [...path, kind, i];
        const principal = this.principals.one(assignment.principal, [...at, "principal"]);
        const options = readAssignment(this.file, assignment, at);
        const assign = () =>
          kind === "eligible" ? group.assignEligible(principal, options) : group.assignActive(principal, options);
        const grant = this.file.attempt(at, assign, assignmentNames(assignment, at));
        // what has ended grants nothing, and stands in the file all the same
        const scope = options.access === AssignmentAccess.OWNER ? `${kind}-owner` : kind;
        const made = grant && group.node.tryFindChild(scope)?.node.tryFindChild(addressName(principal));
        if (made && sourceOf(made) === undefined) setSource(made, this.file.source(at));
      });
    }
  }

  /** In place of a group that was refused, so that what refers to it can be checked. */
  private standIn(settings?: Partial<SettingsPair>): IEntraGroup {
    const scope = transparentScope(this.stack, "refused-groups");
    const id = `${scope.node.children.length + 1}`;
    if (settings === undefined) return EntraGroup.fromObjectId(scope, id, UNCHECKED);
    const owners = [EntraUser.fromObjectId(this.stack, UNCHECKED, "refused-owner")];
    const { member, owner } = settings;
    return new JitGroup(scope, id, { displayName: UNCHECKED, owners, memberSettings: member, ownerSettings: owner });
  }
}

function isJitGroup(group: IEntraGroup): group is JitGroup {
  return group.justInTime === true;
}
