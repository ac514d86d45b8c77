/** Where a cloud's services are, without a slash at the end. */
export interface Cloud {
  /** Who gives tokens, `https://login.microsoftonline.com`. */
  readonly authorityHost: string;
  /** Microsoft Graph, `https://graph.microsoft.com`. */
  readonly graph: string;
  /** Azure Resource Manager, `https://management.azure.com`. */
  readonly resourceManager: string;
  /** True of a cloud that its own metadata describes, which Microsoft's list of clouds does not know. */
  readonly own: boolean;
}

/** The environment, as a program gets it. */
export type Env = Readonly<Record<string, string | undefined>>;

/** @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure */
const CLOUDS: Readonly<Record<string, Omit<Cloud, "own">>> = {
  public: {
    authorityHost: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    resourceManager: "https://management.azure.com",
  },
  usgovernment: {
    authorityHost: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    resourceManager: "https://management.usgovcloudapi.net",
  },
  china: {
    authorityHost: "https://login.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    resourceManager: "https://management.chinacloudapi.cn",
  },
};

/** The names that `ARM_ENVIRONMENT` may have, as the providers take them. */
export const CLOUD_NAMES: readonly string[] = Object.keys(CLOUDS);

/** Where to ask a cloud for its metadata, if the environment names one as the providers want it. */
export function metadataAddress(env: Env): string | undefined {
  const host = env.ARM_METADATA_HOSTNAME?.replace(/^https:\/\//, "").replace(/\/+$/, "");
  return host ? `https://${host}/metadata/endpoints?api-version=2022-09-01` : undefined;
}

/** The cloud that `ARM_ENVIRONMENT` names, the public one by default; nothing if the name is not known. */
export function namedCloud(env: Env): Cloud | undefined {
  const name = (env.ARM_ENVIRONMENT || "public").toLowerCase();
  const found = Object.hasOwn(CLOUDS, name) ? CLOUDS[name] : undefined;
  if (found === undefined) return undefined;
  const authorityHost = env.AZURE_AUTHORITY_HOST ? bare(env.AZURE_AUTHORITY_HOST) : found.authorityHost;
  return { ...found, authorityHost, own: false };
}

/** The cloud that metadata describe (version 2022-09-01); nothing if they do not say where everything is. */
export function describedCloud(metadata: unknown): Cloud | undefined {
  const said = (metadata ?? {}) as {
    readonly authentication?: { readonly loginEndpoint?: unknown };
    readonly resourceManager?: unknown;
    readonly microsoftGraphResourceId?: unknown;
  };
  const places = [said.authentication?.loginEndpoint, said.microsoftGraphResourceId, said.resourceManager];
  if (!places.every((p): p is string => typeof p === "string" && p.startsWith("https://"))) return undefined;
  const [authorityHost, graph, resourceManager] = places.map(bare);
  return { authorityHost, graph, resourceManager, own: true };
}

function bare(address: string): string {
  return address.replace(/\/+$/, "");
}
