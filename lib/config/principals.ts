import { ErrorCode } from "../core/error-codes";
import { didYouMean, quote } from "../core/text";
import { ALL_USERS, DirectoryRole } from "../conditional-access";
import {
  EntraGroup,
  EntraServicePrincipal,
  EntraUser,
  type IEntraGroup,
  type IPolicySubject,
  type IPrincipal,
} from "../entra";
import type { AccessStack } from "../stacks";
import { addressPart, transparentScope } from "../terraform";
import type { PrincipalConfig, SubjectConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";

/**
 * Finds whom a file means: groups by their key, people by sign-in name or object id.
 *
 * Whoever cannot be found is noted and stands in as somebody else, so that what refers to them can still be checked;
 * nothing is written then.
 */
export class Principals {
  private strangers = 0;

  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    /** A group by its key; nothing if the file has no such key. */
    private readonly groupByKey: (key: string) => IEntraGroup | undefined,
    private readonly groupKeys: readonly string[],
  ) {}

  /** Users, groups and service principals. */
  public all(refs: readonly PrincipalConfig[] | undefined, path: Path): IPrincipal[] {
    return (refs ?? []).map((ref, i) => this.one(ref, [...path, i]));
  }

  /** One user, group or service principal. */
  public one(ref: PrincipalConfig, path: Path): IPrincipal {
    if (typeof ref === "string") return ref.includes("@") ? this.signInName(ref, path) : this.group(ref, path, PEOPLE);
    const found = this.file.attempt(path, () => this.byObjectId(ref), { objectId: [Object.keys(ref)[0]] });
    return found ?? this.stranger();
  }

  /** Groups only. */
  public groups(refs: readonly (string | { group: string })[] | undefined, path: Path): IEntraGroup[] {
    return (refs ?? []).map((ref, i) =>
      typeof ref === "string" ? this.group(ref, [...path, i], "") : (this.one(ref, [...path, i]) as IEntraGroup),
    );
  }

  /** Whom a policy includes or excludes. */
  public subjects(refs: readonly SubjectConfig[] | "all" | undefined, path: Path): IPolicySubject[] {
    if (refs === "all") return [ALL_USERS];
    return (refs ?? []).map((ref, i) => {
      const at = [...path, i];
      if (ref === "all") return ALL_USERS;
      if (typeof ref === "string" || !("role" in ref)) return this.one(ref, at);
      return this.file.attempt([...at, "role"], () => DirectoryRole.of(ref.role)) ?? this.stranger();
    });
  }

  private group(key: string, path: Path, beside: string): IEntraGroup {
    const group = this.groupByKey(key);
    if (group !== undefined) return group;
    this.file.report(
      ErrorCode.CONFIG_REFERENCE,
      path,
      `${quote(key)} is not a group that is known here${didYouMean(key, this.groupKeys)}; allowed: a key under groups${beside}`,
    );
    return this.stranger();
  }

  private signInName(name: string, path: Path): IPrincipal {
    return this.file.attempt(path, () => EntraUser.fromLookup(this.stack, name)) ?? this.stranger();
  }

  private byObjectId(ref: Exclude<PrincipalConfig, string>): IPrincipal {
    if ("user" in ref) return EntraUser.fromObjectId(this.stack, ref.user);
    if ("servicePrincipal" in ref) return EntraServicePrincipal.fromObjectId(this.stack, ref.servicePrincipal);
    const scope = transparentScope(this.stack, "groups-by-id");
    const id = addressPart(ref.group);
    return (scope.node.tryFindChild(id) as IEntraGroup | undefined) ?? EntraGroup.fromObjectId(scope, id, ref.group);
  }

  /** Somebody that nobody else is, in place of one who was refused. */
  private stranger(): IEntraGroup {
    const id = `00000000-0000-4000-8000-${String(++this.strangers).padStart(12, "0")}`;
    return EntraGroup.fromObjectId(transparentScope(this.stack, "strangers"), id, id);
  }
}

const PEOPLE = ", or a sign-in name such as alice@contoso.com";
