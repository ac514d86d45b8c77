import { TerraformVariable } from "cdktf";
import { TargetApplication } from "../../lib";
import { errorOf, newStack } from "../support/synth";

test("the applications with a name are the AKS server, Azure Resource Manager and everything", () => {
  expect(TargetApplication.AKS.clientId).toBe("6dae42f8-4368-4678-94ff-3960e28e3630");
  expect(TargetApplication.AZURE_MANAGEMENT.clientId).toBe("797f4846-ba00-4fd7-ba43-dac1f8f63013");
  expect(TargetApplication.ALL.clientId).toBe("All");
});

test("another application is named by its client id", () => {
  expect(TargetApplication.fromClientId("CE6FF14A-7fdc-4685-bbe0-f6afdfcfa8e0").clientId).toBe(
    "ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0",
  );
});

test("a client id may be a token", () => {
  const token = new TerraformVariable(newStack(), "client", {}).stringValue;
  expect(TargetApplication.fromClientId(token).clientId).toBe(token);
});

test.each(["80faf920-1908-4b52-b5ef-a8e7bedfc67a", "80FAF920-1908-4B52-B5EF-A8E7BEDFC67A"])(
  "fails for the AKS client %s, which no policy can target",
  (clientId) => {
    const error = errorOf(() => TargetApplication.fromClientId(clientId));
    expect(error.code).toBe("CA_APPLICATION");
    expect(error.message).toBe(
      `"${clientId}" is the AKS client, a public client that no policy can target; allowed: the AKS server application, TargetApplication.AKS or "aks" (CA_APPLICATION)`,
    );
  },
);

test.each(["Office365", "All", "", "6dae42f8-4368-4678-94ff"])("fails for %p, which is no client id", (clientId) => {
  const error = errorOf(() => TargetApplication.fromClientId(clientId));
  expect(error.code).toBe("CA_APPLICATION");
  expect(error.message).toBe(
    `"${clientId}" is not the client id of an application; allowed: a UUID, or one of aks, azureManagement and all (CA_APPLICATION)`,
  );
});
