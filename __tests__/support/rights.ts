import { type Permissions, ROLE_ADMINISTRATOR } from "../../lib/permissions";
import { type AzureRight } from "../../sandbox/stand-in/azure-rights";
import { type Identity } from "../../sandbox/stand-in/identities";

/** Exactly what `aks-entra permissions` says, as an identity of the sandbox has it. */
export function rightsOf({ graph, azure }: Permissions): Pick<Identity, "graph" | "azure"> {
  return {
    graph: graph.map(({ name }) => name),
    azure: azure.flatMap(({ scope, actions, assigns }): AzureRight[] => [
      ...(actions.length > 0 ? [{ scope, actions: actions.map(({ action }) => action) }] : []),
      ...(assigns
        ? [
            {
              scope,
              role: ROLE_ADMINISTRATOR,
              condition: { roleDefinitionIds: assigns.roles, principalTypes: assigns.principalTypes },
            },
          ]
        : []),
    ]),
  };
}
