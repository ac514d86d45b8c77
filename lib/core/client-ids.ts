/** The application that kubelogin and the AKS API server ask tokens for; the same in every tenant and cloud. */
export const AKS_SERVER_CLIENT_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";
/** The public client that kubelogin signs in as; a policy cannot target it. */
export const AKS_CLIENT_CLIENT_ID = "80faf920-1908-4b52-b5ef-a8e7bedfc67a";
/** Azure Resource Manager, "Windows Azure Service Management API": what `az` and the Azure portal talk to. */
export const AZURE_MANAGEMENT_CLIENT_ID = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
