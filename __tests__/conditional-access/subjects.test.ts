import { TerraformVariable } from "cdktf";
import { ALL_USERS, DirectoryRole } from "../../lib";
import { errorOf, newStack } from "../support/synth";

test("everybody is one subject", () => {
  expect(ALL_USERS).toEqual({ policySubjectKind: "all", policySubjectId: "All", policySubjectRef: "All" });
});

test.each([
  ["Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7"],
  ["Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"],
  ["Global Administrator", "62e90394-69f5-4237-9190-012177145e10"],
  ["Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451"],
  ["Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c"],
  ["Identity Governance Administrator", "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e"],
  ["Privileged Authentication Administrator", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"],
  ["Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814"],
  ["Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf"],
  ["Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d"],
  ["Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509"],
  ["User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"],
])("the directory role %s is known by its name", (name, templateId) => {
  expect(DirectoryRole.of(name)).toMatchObject({
    templateId,
    policySubjectKind: "role",
    policySubjectId: templateId,
    policySubjectRef: `role:${templateId}`,
  });
});

test("any directory role is known by its template id", () => {
  expect(DirectoryRole.of("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3").policySubjectId).toBe(
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  );
});

test("a template id may be a token", () => {
  const token = new TerraformVariable(newStack(), "role", {}).stringValue;
  expect(DirectoryRole.of(token).templateId).toBe(token);
});

test("fails for a role that is not known, and names the nearest", () => {
  const error = errorOf(() => DirectoryRole.of("Global Administrater"));
  expect(error.code).toBe("CA_DIRECTORY_ROLE");
  expect(error.message).toBe(
    '"Global Administrater" is no directory role that is known here; allowed: its template id, or its name such as "Global Administrator"; did you mean "Global Administrator"? (CA_DIRECTORY_ROLE)',
  );
});

test.each(["constructor", "toString"])("fails for %s, which is a word of JavaScript and no role", (name) => {
  expect(errorOf(() => DirectoryRole.of(name)).message).toBe(
    `"${name}" is no directory role that is known here; allowed: its template id, or its name such as "Global Administrator" (CA_DIRECTORY_ROLE)`,
  );
});
