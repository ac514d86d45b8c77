import { type AccessModel } from "../../../lib/access";
import { furnishDirectory } from "../../../sandbox/existing/directory";
import { World } from "../../../sandbox/stand-in/world";
import { account, application, group, model, objectId, user } from "../../support/models";

type Policy = AccessModel["policies"][number];

let world: World;
beforeEach(() => {
  world = new World("t", []);
});

const furnish = (parts: Partial<AccessModel>, terraform: object = {}) =>
  furnishDirectory(world, [{ name: "s", model: model(parts), terraform, dependencies: [] }]);
const upns = () => world.directory.all("user").map(({ userPrincipalName }) => userPrincipalName);
const groups = () => world.directory.all("group").map(({ displayName }) => displayName);

describe("What a config takes for granted in the directory", () => {
  it("is at least the AKS server and the Azure management application, once", () => {
    furnish({});
    furnish({});
    expect(world.directory.all("servicePrincipal").map(({ appId }) => appId)).toEqual([
      "6dae42f8-4368-4678-94ff-3960e28e3630",
      "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    ]);
  });

  it("are people, by sign-in name or by object id", () => {
    furnish({ principals: [user("alice"), account("emergency", 3)] });
    expect(upns()).toEqual(["alice@contoso.com", "user-3333@contoso.com"]);
    expect(world.directory.user(objectId(3))).toBeDefined();
  });

  it("are applications and groups by object id", () => {
    const team = { id: "team", type: "Group", objectId: objectId(5) } as const;
    furnish({ principals: [application("pipeline", 4), team] });
    expect(world.directory.get(objectId(4))?.kind).toBe("servicePrincipal");
    expect(world.directory.get(objectId(5))?.kind).toBe("group");
  });

  it("are existing groups by their names, role-assignable where they are assumed to be", () => {
    const existing = { kind: "existing", objectId: objectId(6), roleAssignable: true } as const;
    furnish({ groups: [group("stack/sre", [], { ...existing, displayName: "SRE" })] });
    expect(world.directory.group(objectId(6))).toMatchObject({ displayName: "SRE", isAssignableToRole: true });
    const nameless = { ...existing, objectId: objectId(7), displayName: { unknown: "only the tenant knows" } };
    furnish({ groups: [group("stack/ops", [], nameless)] });
    expect(world.directory.group(objectId(7))?.displayName).toBe("ops");
  });

  it("are groups that Terraform looks up by name", () => {
    furnish({}, { data: { azuread_group: { a: { display_name: "payments" }, b: { display_name: "payments" } } } });
    expect(groups()).toEqual(["payments"]);
  });

  it("are no groups that the config makes", () => {
    const made = group("admins", [], { objectId: { unknown: "given at apply" } });
    furnish({ groups: [made], principals: [{ id: "admins", type: "Group", objectId: { unknown: "given at apply" } }] });
    expect(groups()).toEqual([]);
  });

  it("are the applications that a policy targets, but the words that name none", () => {
    const policy = { applications: ["All", "11111111-1111-4111-8111-111111111111"] } as unknown as Policy;
    furnish({ policies: [policy, { ...policy, applications: { unknown: "changed by hand" } }] });
    const names = world.directory.all("servicePrincipal").map(({ displayName }) => displayName);
    expect(names.slice(2)).toEqual(["application 11111111"]);
  });

  it("stays as it is when the config grows", () => {
    furnish({ principals: [user("alice")] });
    const [before] = world.directory.all("user");
    before.displayName = "Alice A.";
    furnish({ principals: [user("ALICE"), user("bob")] });
    expect(upns()).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    expect(world.directory.user(before.id)?.displayName).toBe("Alice A.");
  });
});
