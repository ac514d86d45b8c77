import { DataAzureadServicePrincipals } from "@cdktf/provider-azuread/lib/data-azuread-service-principals";
import { Fn, Op, TerraformSelf, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { AKS_SERVER_CLIENT_ID } from "../core/client-ids";
import { transparentScope } from "../terraform";

const ID = "aks-server";

/**
 * The look-up of the AKS server application in the tenant, once a stack.
 *
 * The application cannot be chosen in a policy until it has a service principal in the tenant, and only its first use
 * makes one. The plural data source is asked, because the singular one fails before it can say what to do. It is
 * never a resource: that would change the service principal, and on destroy try to delete it, which ends sign-in to
 * every AKS cluster of the tenant.
 */
export function aksServer(scope: Construct): DataAzureadServicePrincipals {
  // a scope whose name no policy or group can have as its key
  const parent = transparentScope(TerraformStack.of(scope), ".look-ups");
  const existing = parent.node.tryFindChild(ID) as DataAzureadServicePrincipals | undefined;
  return (
    existing ??
    new DataAzureadServicePrincipals(parent, ID, {
      clientIds: [AKS_SERVER_CLIENT_ID],
      ignoreMissing: true,
      lifecycle: {
        postcondition: [
          {
            condition: Op.eq(Fn.lengthOf(TerraformSelf.getAny("object_ids")), 1),
            errorMessage: `The AKS server application ${AKS_SERVER_CLIENT_ID} has no service principal in this tenant, so no policy can target it. Create it once with: az ad sp create --id ${AKS_SERVER_CLIENT_ID}`,
          },
        ],
      },
    })
  );
}
