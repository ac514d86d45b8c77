import { type Route, ok } from "../stand-in/route";

/** Where everything is; both providers ask for it first (azuread and azurerm 2022-09-01, azurerm also 2018-01-01). */
export const metadata: readonly Route[] = [
  {
    method: "GET",
    path: "/metadata/endpoints",
    needs: [],
    apiVersions: ["2022-09-01"],
    answer: ({ origin }) =>
      ok({
        name: "Sandbox",
        portal: origin,
        authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
        resourceManager: origin,
        microsoftGraphResourceId: `${origin}/graph`,
        graph: origin,
        graphAudience: origin,
        suffixes: { keyVaultDns: "vault.local", storage: "storage.local" },
        logAnalyticsResourceId: origin,
      }),
  },
  {
    method: "GET",
    path: "/metadata/endpoints",
    needs: [],
    apiVersions: ["2018-01-01"],
    answer: ({ origin }) =>
      ok({
        cloudEndpoint: {
          public: {
            endpoint: origin.replace("https://", ""),
            locations: ["westeurope", "northeurope", "swedencentral", "germanywestcentral", "eastus", "eastus2"],
          },
        },
      }),
  },
];
