import { covers } from "../access/coverage";
import type { Certainty } from "../access/certainty";
import { type PolicyEntry, isUnknown } from "../access/model";
import { AKS_SERVER_CLIENT_ID, AZURE_MANAGEMENT_CLIENT_ID } from "../core/client-ids";
import type { Scene } from "./scene";

/** What a policy can guard that concerns access to clusters. */
export type Target = "aks" | "azure";

const CLIENT_IDS: Readonly<Record<Target, string>> = { aks: AKS_SERVER_CLIENT_ID, azure: AZURE_MANAGEMENT_CLIENT_ID };

/** Whom the policies of an estate cover before anything is activated. */
export class Coverage {
  private readonly byTarget = new Map<Target, readonly PolicyEntry[]>();
  private readonly answers = new Map<string, Certainty>();

  constructor(private readonly scene: Scene) {}

  /** The policies that guard something for everybody who signs in, not for device code alone. */
  public on(target: Target): readonly PolicyEntry[] {
    const before = this.byTarget.get(target);
    if (before !== undefined) return before;
    const policies = this.scene.policies.filter((p) => targets(p, target) !== "no" && p.deviceCodeOnly !== true);
    this.byTarget.set(target, policies);
    return policies;
  }

  /** Whether a policy guards the sign-in to AKS or to Azure, as far as is known. */
  public isOurs(policy: PolicyEntry): boolean {
    return targets(policy, "aks") !== "no" || targets(policy, "azure") !== "no";
  }

  /** Whether a policy is the second one that blocks device code for another: whatever it says the first says as well. */
  public isCompanion(policy: PolicyEntry): boolean {
    return policy.deviceCodeOnly === true && this.scene.policies.some((p) => policy.id.startsWith(`${p.id}/`));
  }

  /** Whether one of some policies covers somebody who has activated nothing. */
  public any(policies: readonly PolicyEntry[], who: string): Certainty {
    let answer: Certainty = "no";
    for (const policy of policies) {
      const one = this.of(policy, who);
      if (one === "yes") return "yes";
      if (one === "unknown") answer = "unknown";
    }
    return answer;
  }

  /** Whether a policy covers somebody who has activated nothing. */
  public of(policy: PolicyEntry, who: string): Certainty {
    const principal = this.scene.idOf(who);
    const key = `${policy.id} ${principal}`;
    const before = this.answers.get(key);
    if (before !== undefined) return before;
    const covered = covers(this.scene, policy, { principal, groups: this.scene.reach.groupsOf(principal) });
    const answer = covered === "yes" && isUnknown(policy.applications) ? "unknown" : covered;
    this.answers.set(key, answer);
    return answer;
  }
}

/** Whether a policy guards something. */
export function targets(policy: PolicyEntry, target: Target): Certainty {
  if (isUnknown(policy.applications)) return "unknown";
  return policy.applications.some((a) => a === "All" || a.toLowerCase() === CLIENT_IDS[target]) ? "yes" : "no";
}

/** Whether a policy acts. */
export function isEnforced(policy: PolicyEntry): Certainty {
  if (isUnknown(policy.state)) return "unknown";
  return policy.state === "enabled" ? "yes" : "no";
}
