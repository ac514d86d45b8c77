import { ALL_USERS, DirectoryRole } from "../conditional-access";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import {
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  type IEntraGroup,
  type IPolicySubject,
  type IPrincipal,
} from "../entra";
import type { AccessStack } from "../stacks";
import { transparentScope } from "../terraform";
import type { PrincipalConfig, SubjectConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** The groups that a file knows by their keys. */
export interface KnownGroups {
  readonly keys: readonly string[];
  /** A group, made if it is not yet; nothing if the file has no such key. */
  find(key: string): IEntraGroup | undefined;
  /** A group, or what will be it once it is made. */
  findLater(key: string): IEntraGroup | undefined;
  /** Whether the stack looks things up in Microsoft Graph anyway, because it makes what is there. */
  readonly usesGraph: boolean;
}

/**
 * Finds whom a file means: groups by their key, people by sign-in name or object id.
 *
 * Whoever cannot be found is noted and somebody else of that kind stands in, so that what refers to them can still be
 * checked; nothing is written then.
 */
export class Principals {
  private strangers = 0;

  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly known: KnownGroups,
  ) {}

  /** Users, groups and service principals. */
  public all(refs: readonly PrincipalConfig[] | undefined, path: Path): IPrincipal[] {
    return (refs ?? []).map((ref, i) => this.one(ref, [...path, i]));
  }

  /** The same, where groups may come that are still to be made. */
  public allLater(refs: readonly PrincipalConfig[], path: Path): IPrincipal[] {
    return refs.map((ref, i) => this.one(ref, [...path, i], PEOPLE_OR_GROUPS, (key) => this.known.findLater(key)));
  }

  /** One user, group or service principal. */
  public one(
    ref: PrincipalConfig,
    path: Path,
    beside = ANYBODY,
    find = (key: string) => this.known.find(key),
  ): IPrincipal {
    if (typeof ref !== "string") return this.byObjectId(ref, path);
    return ref.includes("@") ? this.signInName(ref, path) : this.group(ref, path, beside, find);
  }

  /** Users and service principals. */
  public people(refs: readonly PrincipalConfig[] | undefined, path: Path): IPrincipal[] {
    return (refs ?? []).map((ref, i) => {
      const at = [...path, i];
      return typeof ref === "string" ? this.signInName(ref, at) : this.byObjectId(ref, at);
    });
  }

  /** One group, by its key. */
  public oneGroup(key: string, path: Path): IEntraGroup {
    return this.group(key, path, "of this file or of one that it uses", (k) => this.known.find(k));
  }

  /** Groups only. */
  public groups(refs: readonly (string | { group: string })[] | undefined, path: Path): IEntraGroup[] {
    return (refs ?? []).map((ref, i) => {
      const at = [...path, i];
      if (typeof ref !== "string") return this.byObjectId(ref, at) as IEntraGroup;
      return this.group(ref, at, "or { group: OBJECT ID }", (key) => this.known.find(key));
    });
  }

  /** Whom a policy includes or excludes. */
  public subjects(refs: readonly SubjectConfig[] | "all" | undefined, path: Path): IPolicySubject[] {
    if (refs === "all") return [ALL_USERS];
    return (refs ?? []).map((ref, i) => {
      const at = [...path, i];
      if (ref === "all") return ALL_USERS;
      if (typeof ref === "string" || !("role" in ref)) return this.one(ref, at, SUBJECTS);
      return this.file.attempt([...at, "role"], () => DirectoryRole.of(ref.role)) ?? this.stranger(at, GROUP);
    });
  }

  private group(key: string, path: Path, beside: string, find: (key: string) => IEntraGroup | undefined): IEntraGroup {
    const group = find(key);
    if (group !== undefined) return group;
    const allowed = `a key under groups, ${beside}`;
    this.file.reportUnknown(path, key, "a group that is known here", this.known.keys, allowed);
    return this.stranger(path, GROUP) as IEntraGroup;
  }

  private signInName(name: string, path: Path): IPrincipal {
    if (!this.known.usesGraph && name.includes("@")) {
      this.file.report(ErrorCode.CONFIG_NEEDS_GRAPH, path, `${quote(name)} ${NEEDS_GRAPH}`);
      return this.stranger(path, USER);
    }
    const find = () => EntraUser.fromLookup(this.stack, name);
    return this.file.attempt(path, find, { userPrincipalName: path }) ?? this.stranger(path, USER);
  }

  private byObjectId(ref: Exclude<PrincipalConfig, string>, path: Path): IPrincipal {
    const kind = "user" in ref ? USER : "group" in ref ? GROUP : SERVICE_PRINCIPAL;
    const id = Object.values(ref)[0];
    const at = [...path, Object.keys(ref)[0]];
    return this.file.attempt(path, () => kind(this.stack, id), { objectId: at }) ?? this.stranger(path, kind);
  }

  /** Somebody that nobody else is, in place of one who was refused. */
  private stranger(path: Path, kind: FromObjectId): IPrincipal {
    this.file.replace(path);
    return kind(this.stack, `00000000-0000-4000-8000-${String(++this.strangers).padStart(12, "0")}`);
  }
}

/** Why a name is refused in a file that makes no groups. */
export const NEEDS_GRAPH =
  "would have to be looked up in Microsoft Graph, and this file makes neither groups nor policies, so that its pipeline needs no permission there; allowed: a key of a group in a file that this one uses, or an object id";

const PEOPLE_OR_GROUPS = "a sign-in name such as alice@contoso.com, { user: OBJECT ID } or { group: OBJECT ID }";
const ANYBODY = PEOPLE_OR_GROUPS.replace(" or", ",").concat(" or { servicePrincipal: OBJECT ID }");
const SUBJECTS = PEOPLE_OR_GROUPS.replace(" or", ",").concat(" or { role: NAME or ID }");

type FromObjectId = (stack: AccessStack, objectId: string) => IPrincipal;

const USER: FromObjectId = (stack, id) => EntraUser.fromObjectId(stack, id);
const SERVICE_PRINCIPAL: FromObjectId = (stack, id) => EntraServicePrincipal.fromObjectId(stack, id);
const GROUP: FromObjectId = (stack, id) => {
  const scope = transparentScope(stack, "groups-by-id");
  return (scope.node.tryFindChild(id) as IEntraGroup | undefined) ?? EntraGroup.fromObjectId(scope, id, id);
};
