import type { GroupEntry } from "../../access/model";
import { groupsThatDecide } from "../access-groups";
import { type Verdict, doubt, hit, rule } from "../rule";
import { type Scene, known, reason } from "../scene";
import { inTerms } from "../words";

type Cases = "chance" | "deployer" | "person";

/** Nobody can put himself into a group that gives access. */
export const GR_01 = rule<Cases>({
  id: "GR-01",
  title: "Nobody owns a group that decides who gets in, but what nobody can sign in as",
  on: ["groups"],
  cases: {
    chance: { when: "the owner is left to chance: whoever runs Terraform first", level: "error" },
    person: { when: "a named person owns it", level: "warning" },
    deployer: { when: "the deployer owns it", level: "warning" },
  },
  why: "An owner of a group adds members, himself among them, past PIM: no activation, no approval, no end. Of a group of approvers he makes himself one. The provider makes whoever runs Terraform the only owner if none is written.",
  fix: "Write an owner that nobody signs in as, a service principal whose credential is guarded, and put ownership for people under PIM, eligible and approved.",
  sources: [
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    "https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/group",
    "BloodHound AZOwns and AZAddMembers",
  ],
  tooMuch: true,
  evaluate: (scene) => groupsThatDecide(scene).flatMap(({ group, because }) => ownersOf(scene, group, because)),
});

function ownersOf(scene: Scene, group: GroupEntry, because: string): Verdict<Cases>[] {
  const owners = known(group.owners);
  if (owners === undefined) return [doubt(group, `who owns it: ${reason(group.owners)}`)];
  const name = scene.nameOf(group.id);
  const fix = inTerms(
    group,
    "owners: [{ servicePrincipal: OBJECT ID }] of one that nobody signs in as; for a person, pim.eligible with as: owner",
    "owners: [EntraServicePrincipal.fromObjectId(…)] of one that nobody signs in as; for a person, assignEligible with AssignmentAccess.OWNER",
  );
  if (owners.length === 0) {
    return [
      hit(
        group,
        "chance",
        `${name} names no owner, so whoever runs Terraform becomes its only one, and ${because}`,
        fix,
      ),
    ];
  }
  return [...new Set(owners.map((o) => scene.idOf(o)))].map((owner): Verdict<Cases> => {
    const who = scene.nameOf(owner);
    if (scene.whoIs(owner).type !== "ServicePrincipal") {
      return hit(
        group,
        "person",
        `${who} owns ${name} and can add anybody to it without activation or approval, and ${because}`,
        fix,
      );
    }
    if (scene.deployments.some((d) => scene.idOf(d.principal) === owner)) {
      const says = `the deployer ${who} owns ${name}, so whoever controls the pipeline or reads its credential can add anybody to it, and ${because}`;
      return hit(
        group,
        "deployer",
        says,
        "guard the deployer as the group itself: its own pipeline, federated sign-in, reviewed changes; then acknowledge this",
      );
    }
    return doubt(group, `who can sign in as its owner, the service principal ${who}`);
  });
}
