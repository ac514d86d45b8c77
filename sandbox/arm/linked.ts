import { requireAzure } from "../stand-in/azure-rights";
import { type Call } from "../stand-in/route";
import { ServiceError } from "../stand-in/service-error";

/**
 * Refuses a call that names another resource which the caller may not use, or which is not there: the workspace of a
 * diagnostic setting, the subnet of a node pool.
 */
export function requireLinked({ caller, world }: Call, action: string, id: string, exists = true): void {
  try {
    requireAzure(caller, action, id);
    if (!exists || world.resources.get(id) !== undefined) return;
  } catch (e) {
    if (!(e instanceof ServiceError)) throw e;
  }
  throw new ServiceError(
    403,
    "LinkedAuthorizationFailed",
    `The client '${caller.clientId}' does not have permission to perform action '${action}' on the linked scope(s) '${id}', or the linked scope(s) are invalid.`,
  );
}
