import { AKS_CLIENT_CLIENT_ID, AKS_SERVER_CLIENT_ID, AZURE_MANAGEMENT_CLIENT_ID } from "../core/client-ids";
import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import { quote } from "../core/text";
import { isUuid } from "../core/uuid";
import { ValidationError } from "../core/validation-error";

/**
 * What a policy guards, "target resources" in the portal.
 *
 * @see https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps
 */
export class TargetApplication {
  /** The AKS server application: signing in to the Kubernetes API of every AKS cluster of the tenant. */
  public static readonly AKS = new TargetApplication(AKS_SERVER_CLIENT_ID);
  /** Azure Resource Manager: the Azure portal, `az`, Terraform; downloading a kubeconfig among them. */
  public static readonly AZURE_MANAGEMENT = new TargetApplication(AZURE_MANAGEMENT_CLIENT_ID);
  /** Everything. */
  public static readonly ALL = new TargetApplication("All");

  /**
   * Another application, by client id.
   *
   * @throws ValidationError CA_APPLICATION if it is no UUID, or the AKS client, which no policy can target
   */
  public static fromClientId(clientId: string): TargetApplication {
    const wrong = whatIsWrong(clientId);
    if (wrong) throw new ValidationError("", [{ code: ErrorCode.CA_APPLICATION, property: "", message: wrong }]);
    return new TargetApplication(isKnownText(clientId) ? clientId.toLowerCase() : clientId);
  }

  private constructor(
    /** The client id, or `All`. */
    public readonly clientId: string,
  ) {}
}

function whatIsWrong(clientId: string): string | undefined {
  if (!isKnownText(clientId)) return undefined;
  if (clientId.toLowerCase() === AKS_CLIENT_CLIENT_ID) {
    return `${quote(clientId)} is the AKS client, a public client that no policy can target; allowed: the AKS server application, TargetApplication.AKS or "aks"`;
  }
  return isUuid(clientId)
    ? undefined
    : `${quote(clientId)} is not the client id of an application; allowed: a UUID, or one of aks, azureManagement and all`;
}
