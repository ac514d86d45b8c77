import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { stackContextOf } from "../terraform";

const ID = "azurerm-client-config";

/** The subscription of the stack: the one that it was told, or else that of its provider, which costs no call. */
export function subscriptionIdOf(scope: Construct): string {
  return stackContextOf(scope)?.subscriptionId ?? clientConfig(scope).subscriptionId;
}

/** The tenant of the stack: the one that it was told, or else that of its provider, which costs no call. */
export function tenantIdOf(scope: Construct): string {
  return stackContextOf(scope)?.tenantId ?? clientConfig(scope).tenantId;
}

function clientConfig(scope: Construct): DataAzurermClientConfig {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(ID) as DataAzurermClientConfig | undefined;
  return existing ?? new DataAzurermClientConfig(stack, ID);
}
