import { type TerraformStack } from "cdktf";
import {
  AccessStack,
  ALL_USERS,
  ConditionalAccessPolicy,
  GrantControl,
  GrantControls,
  TargetApplication,
} from "../../lib";
import { addresses, foreignStack, newApp, newStack, synth } from "../support/synth";

const MFA = GrantControls.all(GrantControl.MFA);

function policy(stack: TerraformStack, id: string, ...applications: TargetApplication[]): ConditionalAccessPolicy {
  return new ConditionalAccessPolicy(stack, id, {
    include: [ALL_USERS],
    grant: MFA,
    applications: applications.length > 0 ? applications : undefined,
  });
}

test("the AKS server application is looked up, and a tenant without it is told how to create it", () => {
  const stack = newStack();
  policy(stack, "aks");
  expect(synth(stack).data).toEqual({
    azuread_service_principals: {
      "aks-server": {
        client_ids: ["6dae42f8-4368-4678-94ff-3960e28e3630"],
        ignore_missing: true,
        lifecycle: {
          postcondition: [
            {
              condition: "${(length(self.object_ids) == 1)}",
              error_message:
                "The AKS server application 6dae42f8-4368-4678-94ff-3960e28e3630 has no service principal in this tenant, so no policy can target it. Create it once with: az ad sp create --id 6dae42f8-4368-4678-94ff-3960e28e3630",
            },
          ],
        },
      },
    },
  });
  expect(synth(stack).resource.azuread_conditional_access_policy.aks.depends_on).toEqual([
    "data.azuread_service_principals.aks-server",
  ]);
});

test("the AKS server application is never a resource", () => {
  const stack = newStack();
  policy(stack, "aks");
  expect(Object.keys(synth(stack).resource)).toEqual(["azuread_conditional_access_policy"]);
});

test("several policies look the AKS server application up once a stack", () => {
  const app = newApp();
  const stacks = ["one", "two"].map((id) => new AccessStack(app, id));
  for (const stack of stacks) {
    policy(stack, "a");
    policy(stack, "b", TargetApplication.AZURE_MANAGEMENT, TargetApplication.AKS);
    policy(stack, "c", TargetApplication.fromClientId("6DAE42F8-4368-4678-94FF-3960E28E3630"));
    expect(addresses(stack)).toEqual([
      "azuread_conditional_access_policy.a",
      "azuread_conditional_access_policy.b",
      "azuread_conditional_access_policy.c",
      "data.azuread_service_principals.aks-server",
    ]);
  }
});

test("policies that target other applications look nothing up", () => {
  const stack = newStack();
  policy(stack, "arm", TargetApplication.AZURE_MANAGEMENT);
  policy(stack, "everything", TargetApplication.ALL);
  policy(stack, "vm", TargetApplication.fromClientId("ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0"));
  expect(addresses(stack)).toEqual([
    "azuread_conditional_access_policy.arm",
    "azuread_conditional_access_policy.everything",
    "azuread_conditional_access_policy.vm",
  ]);
});

test("a policy may be called aks-server", () => {
  const stack = newStack();
  policy(stack, "aks-server");
  expect(addresses(stack)).toEqual([
    "azuread_conditional_access_policy.aks-server",
    "data.azuread_service_principals.aks-server",
  ]);
  expect(synth(stack).resource.azuread_conditional_access_policy["aks-server"].depends_on).toEqual([
    "data.azuread_service_principals.aks-server",
  ]);
});

test("the look-up works in a stack that somebody else wrote", () => {
  const stack = foreignStack();
  policy(stack, "aks");
  policy(stack, "again");
  expect(addresses(stack)).toEqual([
    "azuread_conditional_access_policy.again",
    "azuread_conditional_access_policy.aks",
    "data.azuread_service_principals.look-ups_aks-server_5FC69F95",
  ]);
});
