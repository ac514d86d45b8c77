import {
  ConditionalAccessPolicy as Resource,
  type ConditionalAccessPolicyConfig,
  type ConditionalAccessPolicyConditionsUsers,
} from "@cdktf/provider-azuread/lib/conditional-access-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { PolicyEntry } from "../access/model";
import { AKS_SERVER_CLIENT_ID } from "../core/client-ids";
import type { Duration } from "../core/duration";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { Problems } from "../core/validation-error";
import {
  EmergencyAccess,
  type IPolicySubject,
  type IPrincipal,
  PolicySubjectKind,
  noteDeviceCodeExcluded,
  objectIdLifecycle,
} from "../entra";
import {
  CHANGED_BY_HAND,
  addressOf,
  addressesIn,
  attributeFact,
  factOf,
  isOverridden,
  requireProvider,
  sourceOf,
  stackContextOf,
  stateFacts,
} from "../terraform";
import { aksServer } from "./aks-server";
import { TargetApplication } from "./applications";
import { GrantControl, GrantControls } from "./grant-controls";
import { checkSubjects } from "./subjects";

const CONDITIONAL_ACCESS_POLICY = Symbol.for("cdktf-aks-entra/ConditionalAccessPolicy");

/** Whether a policy acts. */
export enum PolicyState {
  /** It acts. */
  ENABLED = "enabled",
  /** It only writes to the sign-in log what it would have done. */
  REPORT_ONLY = "enabledForReportingButNotEnforced",
  /** It does nothing. */
  DISABLED = "disabled",
}

/** What a policy is made from. */
export interface ConditionalAccessPolicyProps {
  /**
   * The name that people see.
   *
   * @default - the construct id
   */
  readonly displayName?: string;
  /**
   * Whether the policy acts. Watch it in report-only before you enable it.
   *
   * @default PolicyState.REPORT_ONLY
   */
  readonly state?: PolicyState;
  /**
   * To whom it applies: groups, users and directory roles, or `ALL_USERS` alone.
   *
   * Include those who may activate a just-in-time group as well as the group: before they activate they are not in it.
   */
  readonly include: readonly IPolicySubject[];
  /**
   * To whom it does not apply, beside the emergency access accounts, which no policy ever covers.
   *
   * @default - nobody else
   */
  readonly exclude?: readonly IPolicySubject[];
  /**
   * What it guards.
   *
   * A policy cannot be narrowed to one cluster: it binds these people on every AKS cluster of the tenant.
   *
   * @default - TargetApplication.AKS
   */
  readonly applications?: readonly TargetApplication[];
  /** What it asks for. */
  readonly grant: GrantControls;
  /**
   * How long a sign-in lasts: whole hours from 1 to 23, or whole days from 1 to 365.
   *
   * @default - as long as the tenant lets it
   */
  readonly signInFrequency?: Duration;
  /**
   * Whether signing in by device code is blocked, for the same people and applications.
   *
   * Makes a second policy, because conditions are ANDed: in this one it would make everything else apply to device
   * code only.
   *
   * @default false
   * @see https://learn.microsoft.com/entra/identity/conditional-access/policy-block-authentication-flows
   */
  readonly blockDeviceCode?: boolean;
}

/**
 * A Conditional Access policy for users, on the AKS server application unless said otherwise.
 *
 * Makes one `azuread_conditional_access_policy`, a second one with `blockDeviceCode`, and looks the AKS server
 * application up. It covers neither the Azure portal and CLI, unless `TargetApplication.AZURE_MANAGEMENT` is among
 * the applications, nor the activation in PIM, nor service principals, nor anybody who is not included.
 *
 * @see https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policies
 */
export class ConditionalAccessPolicy extends Construct {
  /** Tells whether a construct is one of these, also if it comes from another copy of this package. */
  public static isConditionalAccessPolicy(x: unknown): x is ConditionalAccessPolicy {
    return typeof x === "object" && x !== null && CONDITIONAL_ACCESS_POLICY in x;
  }

  /** The object id of the policy. */
  public readonly objectId: string;
  /** The name that people see. */
  public readonly displayName: string;
  /** Whether device code cannot pass once the policy acts: a device has to be shown, or device code is blocked. */
  public readonly excludesDeviceCode: boolean;

  private readonly props: ConditionalAccessPolicyProps;
  private readonly applications: readonly TargetApplication[];

  /**
   * @throws ValidationError CA_NOBODY_INCLUDED, CA_ALL_WITH_IDS, CA_EXCLUDE_ALL, CA_SUBJECT_TYPE, CA_APPLICATION,
   * CA_APPLICATION_MISSING, CA_SIGN_IN_FREQUENCY, TEXT_EMPTY
   */
  constructor(scope: Construct, id: string, props: ConditionalAccessPolicyProps) {
    super(scope, id);
    this.props = props;
    this.displayName = props.displayName ?? id;
    this.applications = sorted(props.applications ?? [TargetApplication.AKS], (a) => a.clientId);
    const problems = Problems.none();
    checkPolicy(problems, this.displayName, props);
    problems.throwIfAny(this.node.path);

    requireProvider(this, "azuread");
    Object.defineProperty(this, CONDITIONAL_ACCESS_POLICY, { value: true });
    const resource = this.render(this, this.displayName, props.grant, {
      sessionControls: sessionControls(props.signInFrequency),
    });
    const written = blocksOf(resource);
    this.objectId = resource.objectId;
    const forAks = this.applications.some((a) => a.clientId === AKS_SERVER_CLIENT_ID || a.clientId === "All");
    this.excludesDeviceCode =
      forAks && props.state !== PolicyState.DISABLED && (props.grant.asksForDevice || props.blockDeviceCode === true);
    if (this.excludesDeviceCode) noteDeviceCodeExcluded(this);

    const entries = [() => this.entry(this, resource, written, props.grant, false)];
    if (props.blockDeviceCode) {
      const block = GrantControls.all(GrantControl.BLOCK);
      const inner = new Construct(this, "block-device-code");
      const second = this.render(inner, `${this.displayName}: block device code`, block, {}, ["deviceCodeFlow"]);
      const secondWritten = blocksOf(second);
      entries.push(() => this.entry(inner, second, secondWritten, block, true));
    }
    stateFacts(this, () => ({ policies: entries.map((e) => e()) }));
  }

  private render(
    scope: Construct,
    displayName: string,
    grant: GrantControls,
    more: Partial<ConditionalAccessPolicyConfig>,
    flows?: string[],
  ): Resource {
    const onAks = this.applications.some((a) => a.clientId === AKS_SERVER_CLIENT_ID);
    const inOrder = this.orderOf(scope);
    const applications = inOrder(this.props.applications ?? [TargetApplication.AKS], (a) => a.clientId);
    const builtIn = inOrder(grant.asWritten, (name) => name);
    return new Resource(scope, "Default", {
      displayName,
      state: this.props.state ?? PolicyState.REPORT_ONLY,
      conditions: {
        clientAppTypes: ["all"],
        applications: { includedApplications: [...new Set(applications.map((a) => a.clientId))] },
        users: this.users(inOrder),
        authenticationFlowTransferMethods: flows,
      },
      grantControls: {
        operator: grant.operator,
        builtInControls: builtIn.length > 0 ? builtIn : undefined,
        authenticationStrengthPolicyId: grant.authenticationStrengthId,
      },
      dependsOn: onAks ? [aksServer(this)] : undefined,
      lifecycle: objectIdLifecycle([...this.props.include, ...(this.props.exclude ?? [])].filter(isPrincipal)),
      ...more,
    });
  }

  /**
   * The provider compares lists in their order, which means nothing: sorted, another order in the files is no change.
   * Of a policy that comes by a takeover file the order in the files counts, so that it can be that of the tenant.
   */
  private orderOf(scope: Construct): Order {
    const imports = stackContextOf(this)?.takeover?.import ?? {};
    const addresses = addressesIn(scope, Resource.tfResourceType, "Default");
    return addresses.some((address) => imports[address] !== undefined) ? (things) => [...things] : sorted;
  }

  private users(inOrder: Order): ConditionalAccessPolicyConditionsUsers {
    const ids = (subjects: readonly IPolicySubject[], ...kinds: PolicySubjectKind[]) => {
      const found = inOrder(
        subjects.filter((s) => kinds.includes(s.policySubjectKind)),
        (s) => s.policySubjectRef,
      ).map((s) => s.policySubjectId);
      return found.length > 0 ? [...new Set(found)] : undefined;
    };
    const { include, exclude = [] } = this.props;
    // emergency access may be declared after the policy, so whom it adds is asked at the end
    const late = (kind: PolicySubjectKind) =>
      Lazy.listValue(
        { produce: () => ids([...exclude, ...EmergencyAccess.accountsFor(this)], kind) },
        { omitEmpty: true },
      );
    return {
      includedUsers: ids(include, PolicySubjectKind.USER, PolicySubjectKind.ALL),
      includedGroups: ids(include, PolicySubjectKind.GROUP),
      includedRoles: ids(include, PolicySubjectKind.ROLE),
      excludedUsers: late(PolicySubjectKind.USER),
      excludedGroups: late(PolicySubjectKind.GROUP),
      excludedRoles: ids(exclude, PolicySubjectKind.ROLE),
    };
  }

  private excluded(): IPolicySubject[] {
    return [...EmergencyAccess.accountsFor(this), ...(this.props.exclude ?? [])];
  }

  private entry(
    self: Construct,
    resource: Resource,
    written: Blocks,
    grant: GrantControls,
    deviceCodeOnly: boolean,
  ): PolicyEntry {
    const now = blocksOf(resource);
    const block = <T>(name: keyof Blocks, value: T) =>
      isOverridden(resource, name) || now[name] !== written[name] ? { unknown: CHANGED_BY_HAND } : factOf(value);
    const refs = (subjects: readonly IPolicySubject[]) => [...new Set(subjects.map((s) => s.policySubjectRef))];
    const frequency = this.props.signInFrequency;
    return {
      id: self.node.path,
      source: sourceOf(this),
      address: addressOf(resource),
      displayName: attributeFact(resource, "display_name", resource.displayNameInput ?? ""),
      state: attributeFact(resource, "state", resource.stateInput as PolicyState),
      include: block("conditions", refs(this.props.include)),
      exclude: block("conditions", refs(this.excluded())),
      applications: block(
        "conditions",
        this.applications.map((a) => a.clientId),
      ),
      controls: block("grant_controls", grant.builtIn),
      operator: block("grant_controls", grant.operator),
      authenticationStrength: block("grant_controls", grant.authenticationStrengthId ?? null),
      signInFrequency: block("session_controls", deviceCodeOnly ? null : (frequency?.toString() ?? null)),
      deviceCodeOnly: block("conditions", deviceCodeOnly),
    };
  }
}

type Blocks = ReturnType<typeof blocksOf>;

/** The blocks of a policy as text: another text later tells that somebody set something in it by hand. */
function blocksOf(resource: Resource) {
  return {
    conditions: JSON.stringify(resource.conditionsInput),
    grant_controls: JSON.stringify(resource.grantControlsInput),
    session_controls: JSON.stringify(resource.sessionControlsInput),
  };
}

function checkPolicy(problems: Problems, displayName: string, props: ConditionalAccessPolicyProps): void {
  if (isKnownText(displayName) && displayName.trim() === "") {
    problems.add(
      ErrorCode.TEXT_EMPTY,
      "displayName",
      `${quote(displayName)} is empty; allowed: a name that people recognise`,
    );
  }
  checkSubjects(problems, props.include, props.exclude ?? []);
  const applications = (props.applications ?? [TargetApplication.AKS]).map((a) => a.clientId);
  if (applications.length === 0) {
    problems.add(
      ErrorCode.CA_APPLICATION_MISSING,
      "applications",
      "no application is given; allowed: at least one, or leave it out for the AKS server application",
    );
  }
  if (applications.includes("All") && new Set(applications).size > 1) {
    problems.add(
      ErrorCode.CA_ALL_WITH_IDS,
      "applications",
      "all applications stand together with single ones; allowed: all alone, or single ones",
    );
  }
  const frequency = props.signInFrequency;
  if (frequency !== undefined && sessionControls(frequency) === undefined) {
    problems.add(
      ErrorCode.CA_SIGN_IN_FREQUENCY,
      "signInFrequency",
      `${frequency.isKnown ? quote(frequency.toString()) : "a length of time that only Terraform knows"} is no sign-in frequency; allowed: whole hours from 1h to 23h, or whole days from 1d to 365d`,
    );
  }
}

function sessionControls(frequency: Duration | undefined): ConditionalAccessPolicyConfig["sessionControls"] {
  if (frequency === undefined) return undefined;
  const hours = frequency.toMinutes() / 60;
  const days = hours / 24;
  const given = {
    signInFrequencyAuthenticationType: "primaryAndSecondaryAuthentication",
    signInFrequencyInterval: "timeBased",
  };
  if (Number.isInteger(days) && days <= 365) return { signInFrequency: days, signInFrequencyPeriod: "days", ...given };
  if (Number.isInteger(hours) && hours <= 23)
    return { signInFrequency: hours, signInFrequencyPeriod: "hours", ...given };
  return undefined;
}

type Order = <T>(things: readonly T[], name: (thing: T) => string) => T[];

/** The same things by their names. */
function sorted<T>(things: readonly T[], name: (thing: T) => string): T[] {
  return [...things].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

function isPrincipal(subject: IPolicySubject): subject is IPrincipal {
  return "objectId" in subject;
}
