import {
  AKS_SERVER,
  AZURE_MANAGEMENT,
  type Certainty,
  type PolicyEntry,
  covers,
  estateOf,
  gatesOn,
  pathsOf,
} from "../../lib/access";
import {
  account,
  application,
  assignment,
  cluster,
  existingGroup,
  grant,
  group,
  jitGroup,
  model,
  policy,
  settings,
  user,
} from "../support/models";

const estate = estateOf([
  model({
    principals: [user("alice"), user("bob"), account("x", 1), application("app", 9), account("breakglass", 2)],
    groups: [group("ops", ["alice"]), existingGroup("sre"), jitGroup("admins")],
    emergencyAccess: [{ id: "emergency", accounts: ["breakglass"] }],
  }),
]);

function covered(principal: string, groups: string[], more: Partial<PolicyEntry>): Certainty {
  return covers(estate, policy("p", [], more), { principal, groups: new Set(groups) });
}

test("a policy covers who is named, whoever is in a group that is named, and everybody", () => {
  expect(covered("alice", [], { include: ["alice"] })).toBe("yes");
  expect(covered("alice", ["ops"], { include: ["ops"] })).toBe("yes");
  expect(covered("alice", [], { include: ["All"] })).toBe("yes");
  expect(covered("alice", [], { include: ["bob", "ops", "admins"] })).toBe("no");
  expect(covered("ops", [], { include: ["ops"] })).toBe("yes");
  expect(covered("alice", [], { include: [] })).toBe("no");
});

test("it is unknown for a directory role, a group that somebody else fills, and who may be the same person", () => {
  expect(covered("alice", [], { include: ["role:e8611ab8-c189-46e8-94e1-60213ab1f814"] })).toBe("unknown");
  expect(covered("alice", [], { include: ["sre"] })).toBe("unknown");
  expect(covered("alice", [], { include: ["x"] })).toBe("unknown");
  expect(covered("x", [], { include: ["breakglass"] })).toBe("no");
  expect(covered("alice", [], { include: { unknown: "changed by hand" } })).toBe("unknown");
});

test("who is excluded is not covered, whatever includes him", () => {
  expect(covered("alice", ["ops"], { include: ["All"], exclude: ["ops"] })).toBe("no");
  expect(covered("alice", [], { include: ["All"], exclude: ["sre"] })).toBe("unknown");
  expect(covered("alice", [], { include: ["sre"], exclude: ["bob"] })).toBe("unknown");
  expect(covered("alice", [], { include: ["bob"], exclude: ["sre"] })).toBe("no");
  expect(covered("alice", [], { include: ["All"], exclude: { unknown: "changed by hand" } })).toBe("unknown");
});

test("that somebody may be an excluded emergency account casts no doubt on every policy", () => {
  expect(covered("alice", [], { include: ["All"], exclude: ["breakglass"] })).toBe("yes");
  expect(covered("alice", [], { include: ["All"], exclude: ["breakglass", "x"] })).toBe("unknown");
  expect(covered("breakglass", [], { include: ["All"], exclude: ["breakglass"] })).toBe("no");
});

test("policies for users do not cover applications", () => {
  expect(covered("app", [], { include: ["All", "app"] })).toBe("no");
});

test("a sign-in has the policies for its application, and those for all", () => {
  const policies = [
    policy("aks", ["alice"]),
    policy("arm", ["alice"], { applications: [AZURE_MANAGEMENT.toUpperCase()] }),
    policy("all", ["sre"], { applications: ["All"], state: "disabled" }),
    policy("unknown", ["alice"], { applications: { unknown: "changed by hand" } }),
    policy("others", ["bob"]),
  ];
  const of = (application: string) =>
    gatesOn({ ...estate, policies }, { principal: "alice", groups: new Set() }, application).map(
      (g) => `${g.policy} ${g.applies}`,
    );
  expect(of(AKS_SERVER)).toEqual(["aks yes", "all unknown", "unknown unknown"]);
  expect(of(AZURE_MANAGEMENT)).toEqual(["arm yes", "all unknown", "unknown unknown"]);
});

test("a path has the policies before an activation, after it, and on the side of Azure", () => {
  const models = model({
    principals: [user("alice")],
    groups: [group("ops", ["alice"]), jitGroup("admins"), jitGroup("now"), jitGroup("owned", { owners: ["alice"] })],
    assignments: [assignment("eligible", "admins", "ops"), assignment("active", "now", "alice")],
    roleSettings: [settings("admins")],
    clusters: [cluster("c")],
    grants: [grant("c", "clusterAdmin", "admins"), grant("c", "reader", "owned")],
    policies: [
      policy("pool", ["ops"], {
        signInFrequency: "4h",
        authenticationStrength: "s",
        controls: ["mfa"],
        operator: "OR",
      }),
      policy("jit", ["admins"]),
      policy("now", ["now"]),
      policy("owners", ["owned"]),
      policy("arm", ["ops"], { applications: [AZURE_MANAGEMENT] }),
      policy("arm-jit", ["admins"], { applications: [AZURE_MANAGEMENT] }),
    ],
  });
  const paths = pathsOf(estateOf([models]));
  const [admin, owner] = ["eligible", "control-plane"].map((mode) => paths.find((p) => p.mode === mode)!);
  const names = (path: typeof admin) => Object.values(path.gates.policies).map((gates) => gates.map((g) => g.policy));
  expect(names(admin)).toEqual([["pool", "now"], ["pool", "jit", "now"], ["arm"]]);
  expect(names(owner)).toEqual([["pool", "now"], ["pool", "now", "owners"], ["arm"]]);
  expect(admin.gates.policies.before[0]).toEqual({
    policy: "pool",
    state: "enabled",
    controls: ["mfa"],
    operator: "OR",
    authenticationStrength: "s",
    signInFrequency: "4h",
    deviceCodeOnly: false,
    applies: "yes",
  });
});
