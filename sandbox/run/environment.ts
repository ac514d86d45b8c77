import { existsSync } from "node:fs";
import { type Identity } from "../stand-in/identities";

/** What a provider is told of a cloud that is not Azure: its public settings, and nothing else. */
export interface Cloud {
  /** `localhost:PORT` */
  readonly host: string;
  readonly tenantId: string;
  /** The file with the certificate to trust. */
  readonly certificateFile: string;
}

/** What the tools are told of the machine: no telemetry, no questions, no shared plugin cache. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    // several stacks side by side would write one cache at once
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
  };
  delete env.TF_PLUGIN_CACHE_DIR;
  // Terraform warns of a configuration file that is not there
  if (env.TF_CLI_CONFIG_FILE !== undefined && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;
  return env;
}

/** How an identity signs in to the stand-in; what else the machine says of Azure is left out. */
export function signInEnvironment(cloud: Cloud, identity: Identity): NodeJS.ProcessEnv {
  return {
    ARM_METADATA_HOSTNAME: cloud.host,
    SSL_CERT_FILE: cloud.certificateFile,
    ARM_TENANT_ID: cloud.tenantId,
    ARM_CLIENT_ID: identity.clientId,
    ARM_CLIENT_SECRET: identity.secret,
    ARM_USE_CLI: "false",
    ARM_USE_MSI: "false",
    ARM_USE_OIDC: "false",
    NO_PROXY: ["localhost,127.0.0.1", process.env.NO_PROXY].filter(Boolean).join(","),
  };
}
