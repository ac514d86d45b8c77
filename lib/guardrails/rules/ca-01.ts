import type { Entry, PolicyEntry } from "../../access/model";
import { Reach, type Way } from "../reach";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known } from "../scene";
import { inTerms, list } from "../words";

type Cases = "activated" | "context" | "nobody";

/** A policy covers everybody who gets in, before they activate anything. */
export const CA_01 = rule<Cases>({
  id: "CA-01",
  title: "A policy covers everybody who gets into a cluster, also before they activate anything",
  on: ["conditionalAccess", "clusters", "groups"],
  cases: {
    activated: { when: "a policy covers a just-in-time group, and not those who may activate it", level: "warning" },
    context: { when: "it is so, and the activation asks for an authentication context", level: "error" },
    nobody: { when: "no policy in any state covers somebody with rights", level: "warning" },
  },
  why: "Before somebody activates he is not in the group, so a policy that names only the group does not see him: he signs in to AKS without its conditions, and a token from then is not looked at again. At the activation itself, too, he is not in it yet. Whom no policy covers gets a token from anywhere.",
  fix: "Include the people who may activate, the group of them, as well as the just-in-time group.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policies",
  ],
  tooMuch: true,
  evaluate: (scene) => {
    const policies = scene.coverage.on("aks");
    const outside = new Outside(scene, policies);
    // whether the tenant has policies, nobody says here
    if (policies.length === 0) {
      return scene.declarations.map((c) =>
        doubt(c, "which Conditional Access policies cover it: none for AKS is in the model"),
      );
    }
    for (const holder of scene.reach.holders) {
      if (scene.reach.rightsOf(holder).some(Reach.isInside)) outside.look(holder);
    }
    return outside.verdicts();
  },
});

interface Uncovered {
  readonly entry: Entry;
  readonly holder: string;
  readonly policy?: PolicyEntry;
  readonly who: Set<string>;
}

/** Collects whom no policy covers: by policy and group where one names the group, else by what gives the right. */
class Outside {
  private readonly found = new Map<string, Uncovered>();
  private readonly unsure = new Map<Entry, Set<string>>();

  constructor(
    private readonly scene: Scene,
    private readonly policies: readonly PolicyEntry[],
  ) {}

  public look(holder: string): void {
    for (const way of this.scene.reach.behind(holder)) this.lookAt(holder, way);
  }

  public verdicts(): Verdict<Cases>[] {
    return [
      ...[...this.found.values()].map((u) => this.verdict(u)),
      ...[...this.unsure].map(([entry, who]) =>
        doubt(
          entry,
          `whether a policy covers ${list([...who].map((w) => this.scene.nameOf(w)))}: only the tenant knows who is in a group that one names`,
        ),
      ),
    ];
  }

  private lookAt(holder: string, { who, how, by }: Way): void {
    const { scene } = this;
    // policies for users do not cover applications, and leave out the emergency accounts
    if (scene.whoIs(who).type === "ServicePrincipal" || scene.isEmergencyAccount(who) === "yes") return;
    const covered = scene.coverage.any(this.policies, who);
    if (covered === "yes") return;
    const right = scene.reach.rightsOf(holder).find(Reach.isInside) as { entry: Entry };
    const entry = by ?? right.entry;
    if (covered === "unknown") {
      this.unsure.set(entry, (this.unsure.get(entry) ?? new Set()).add(who));
      return;
    }
    const policy = how === "eligible" ? this.policies.find((p) => this.names(p, holder)) : undefined;
    const key = policy === undefined ? entry.id : `${policy.id} ${holder}`;
    const there = this.found.get(key) ?? { entry: policy ?? entry, holder, policy, who: new Set<string>() };
    this.found.set(key, there);
    there.who.add(who);
  }

  private names(policy: PolicyEntry, group: string): boolean {
    return (known(policy.include) ?? []).some((id) => this.scene.idOf(id) === this.scene.idOf(group));
  }

  private verdict({ entry, holder, policy, who }: Uncovered): Verdict<Cases> {
    const { scene } = this;
    const names = list([...who].map((w) => scene.nameOf(w)));
    if (policy === undefined) {
      const by = who.has(holder) ? "" : ` by ${scene.nameOf(holder)}`;
      const says = `no policy, in any state, covers ${names}, with rights on clusters${by}, standing or to activate`;
      return hit(entry, "nobody", says, `include ${names}, or a group of them, in a policy`);
    }
    const context = known(scene.roleSettings(holder, "member")?.activation.authenticationContext);
    const says = `the policy ${scene.nameOf(policy.id)} covers ${scene.nameOf(holder)} and not ${names}, who may activate it: until they do they sign in to AKS without its conditions`;
    const fix = inTerms(
      policy,
      `include: […, GROUP] with the group of ${names}, as well as ${scene.nameOf(holder)}`,
      `include the group of ${names} as well`,
    );
    return hit(policy, typeof context === "string" ? "context" : "activated", says, fix);
  }
}
