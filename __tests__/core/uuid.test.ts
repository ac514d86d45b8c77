import { Token } from "cdktf";
import fc from "fast-check";
import { ErrorCode } from "../../lib";
import { AKS_CLIENT_CLIENT_ID, AKS_SERVER_CLIENT_ID, AZURE_MANAGEMENT_CLIENT_ID } from "../../lib/core/client-ids";
import { checkUuid, isUuid } from "../../lib/core/uuid";
import { Problems } from "../../lib/core/validation-error";

fc.configureGlobal({ seed: 1 });

function problemsOf(value: string): readonly { code: ErrorCode; property: string; message: string }[] {
  const problems = Problems.none();
  checkUuid(problems, "objectId", value, "the object id of a group");
  return problems.all;
}

test("any UUID is one, in small and capital letters", () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect([isUuid(id), isUuid(id.toUpperCase()), isUuid(`${id}0`), isUuid(id.slice(1)), isUuid(`{${id}}`)]).toEqual([
        true,
        true,
        false,
        false,
        false,
      ]);
      expect(problemsOf(id)).toEqual([]);
    }),
  );
});

test("a token is no wrong id", () => {
  expect(problemsOf(Token.asString({ resolve: () => "x" }))).toEqual([]);
  expect(problemsOf("${azuread_group.ops.object_id}")).toEqual([]);
});

test("fails for anything else, with what it should have been", () => {
  expect(problemsOf("aks-admins")).toEqual([
    {
      code: ErrorCode.ID_NOT_A_UUID,
      property: "objectId",
      message: `"aks-admins" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444`,
    },
  ]);
});

test.each(["/groups/44444444-4444-4444-8444-444444444444", "groups/44444444-4444-4444-8444-444444444444"])(
  "fails for the id of the Terraform resource, and says which attribute it is: %s",
  (id) => {
    expect(problemsOf(id).map((p) => p.message)).toEqual([
      `"${id}" is not the object id of a group; allowed: a UUID such as 44444444-4444-4444-8444-444444444444; this is the id of the Terraform resource, use its object_id`,
    ]);
  },
);

test("the client ids are Microsoft's", () => {
  expect({ AKS_SERVER_CLIENT_ID, AKS_CLIENT_CLIENT_ID, AZURE_MANAGEMENT_CLIENT_ID }).toEqual({
    AKS_SERVER_CLIENT_ID: "6dae42f8-4368-4678-94ff-3960e28e3630",
    AKS_CLIENT_CLIENT_ID: "80faf920-1908-4b52-b5ef-a8e7bedfc67a",
    AZURE_MANAGEMENT_CLIENT_ID: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  });
});
