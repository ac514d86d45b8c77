import { Construct, type IConstruct } from "constructs";
import { ErrorCode } from "../core/error-codes";
import { Problems } from "../core/validation-error";
import { Roster, mayShareTenant, reaches, sourceOf, stateFacts } from "../terraform";
import type { IEntraGroup } from "./entra-group";
import { type IPrincipal, PrincipalType } from "./principal";

const roster = new Roster<EmergencyAccess>();
const clusters = new Roster();
const grants = new WeakMap<IConstruct, (group: IEntraGroup) => void>();

/** What emergency access is made from. */
export interface EmergencyAccessProps {
  /**
   * The emergency access accounts: users, or groups of them.
   *
   * Microsoft asks for two or more, cloud-only, with a FIDO2 key or a certificate.
   */
  readonly accounts: readonly IPrincipal[];
  /**
   * A group that is cluster administrator on every cluster that this reaches, without activating anything: the way in
   * when PIM or a policy is broken. Watch its sign-ins.
   *
   * It reaches the clusters of the app in the same tenant, those that are made later among them; with
   * `AccessStackProps.uses`, those of the stacks that use this one.
   *
   * @default - none
   */
  readonly clusterAdmin?: IEntraGroup;
}

/**
 * The accounts that no Conditional Access policy may lock out.
 *
 * Makes no resource by itself. Every policy of the app in the same tenant excludes these accounts, also the policies that are
 * made before it or in another stack, and there is no way to switch that off.
 *
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access
 */
export class EmergencyAccess extends Construct {
  /** Every account that a policy must leave out, wherever in the app and in the same tenant it is declared. */
  public static accountsFor(policy: IConstruct): IPrincipal[] {
    return roster
      .all(policy)
      .filter((e) => mayShareTenant(e, policy))
      .flatMap((e) => e.accounts);
  }

  /**
   * Has somebody called for each group that is to be administrator of a cluster, now and whenever one is declared.
   *
   * For what makes clusters; it gives the group its role.
   */
  public static forCluster(cluster: IConstruct, grant: (group: IEntraGroup) => void): void {
    clusters.add(cluster);
    grants.set(cluster, grant);
    for (const e of roster.all(cluster)) e.reach(cluster);
  }

  /** The accounts. */
  public readonly accounts: readonly IPrincipal[];
  /** The group that is administrator of every cluster that this reaches. */
  public readonly clusterAdmin: IEntraGroup | undefined;

  /** @throws ValidationError EMERGENCY_ACCOUNTS_MISSING, EMERGENCY_ACCOUNT_TYPE */
  constructor(scope: Construct, id: string, props: EmergencyAccessProps) {
    super(scope, id);
    const problems = Problems.none();
    if (props.accounts.length === 0) {
      problems.add(
        ErrorCode.EMERGENCY_ACCOUNTS_MISSING,
        "accounts",
        "no account is given; allowed: one or more users or groups, Microsoft asks for at least two accounts",
      );
    }
    props.accounts.forEach((account, i) => {
      if (account.principalType !== PrincipalType.SERVICE_PRINCIPAL) return;
      problems.add(
        ErrorCode.EMERGENCY_ACCOUNT_TYPE,
        `accounts[${i}]`,
        `${account.node.path} is a service principal, which policies for users do not cover; allowed: users and groups`,
      );
    });
    problems.throwIfAny(this.node.path);

    roster.add(this);
    this.accounts = [...props.accounts];
    this.clusterAdmin = props.clusterAdmin;
    for (const cluster of clusters.all(this)) this.reach(cluster);
    stateFacts(this, () => ({
      emergencyAccess: [
        {
          id: this.node.path,
          source: sourceOf(this),
          accounts: this.accounts.map((a) => a.node.path),
          clusterAdmin: this.clusterAdmin?.node.path,
        },
      ],
    }));
  }

  private reach(cluster: IConstruct): void {
    if (this.clusterAdmin && reaches(this, cluster)) grants.get(cluster)?.(this.clusterAdmin);
  }
}
