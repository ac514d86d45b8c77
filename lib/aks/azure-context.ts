import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { stackContextOf, transparentScope } from "../terraform";

const ID = "azurerm-client-config";

/**
 * The subscription of the stack: the one that it was told, or else that of its provider, which costs no call. With a
 * second provider it is that one's, because what the stack was told is about its own.
 */
export function subscriptionIdOf(scope: Construct, provider?: TerraformProvider): string {
  const told = provider?.alias === undefined ? stackContextOf(scope)?.subscriptionId : undefined;
  return told ?? clientConfig(scope, provider).subscriptionId;
}

/** The tenant of the stack: the one that it was told, or else that of its provider, which costs no call. */
export function tenantIdOf(scope: Construct, provider?: TerraformProvider): string {
  return stackContextOf(scope)?.tenantId ?? clientConfig(scope, provider).tenantId;
}

function clientConfig(scope: Construct, provider?: TerraformProvider): DataAzurermClientConfig {
  // a scope whose name no cluster or group can have as its key
  const parent = transparentScope(TerraformStack.of(scope), ".look-ups");
  const id = provider?.alias === undefined ? ID : `${ID}-${provider.alias}`;
  const existing = parent.node.tryFindChild(id) as DataAzurermClientConfig | undefined;
  return existing ?? new DataAzurermClientConfig(parent, id, { provider });
}
