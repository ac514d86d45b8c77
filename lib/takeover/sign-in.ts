import type { TlsSettings } from "@azure/core-rest-pipeline";
import { CannotRead } from "./cannot-read";
import { CLOUD_NAMES, type Cloud, type Env, describedCloud, metadataAddress, namedCloud } from "./cloud";
import { credentialOf } from "./credential";
import { pipelineSdk } from "./sdk";
import { type Service, openService } from "./service";

/** Both services, signed in. */
export interface Services {
  readonly graph: Service;
  readonly resourceManager: Service;
}

/** What signing in takes of the world. */
export interface World {
  readonly env: Env;
  /** Reads a file that the environment names; throws if it is not there. */
  readonly read: (path: string) => string;
  /** How many calls are out at a time, of each service. */
  readonly atOnce: number;
}

/**
 * Signs in to Microsoft Graph and Azure Resource Manager, where and as whom the environment says, as the providers
 * read it: `ARM_METADATA_HOSTNAME` or `ARM_ENVIRONMENT` for the cloud, `SSL_CERT_FILE` for the certificates to trust.
 *
 * @throws CannotRead
 */
export async function signIn(world: World): Promise<Services> {
  const { env, atOnce } = world;
  const read = (path: string) => readFor(world, path);
  const tls: TlsSettings | undefined = env.SSL_CERT_FILE ? { ca: read(env.SSL_CERT_FILE) } : undefined;
  const cloud = await cloudOf(env, tls);
  const credential = credentialOf(env, { cloud, tls, read });
  const open = (name: string, host: string) =>
    openService({ name, address: host, scope: `${host}/.default`, credential, tls, atOnce });
  return {
    graph: open("Microsoft Graph", cloud.graph),
    resourceManager: open("Azure Resource Manager", cloud.resourceManager),
  };
}

async function cloudOf(env: Env, tls: TlsSettings | undefined): Promise<Cloud> {
  const address = metadataAddress(env);
  const cloud = address === undefined ? namedCloud(env) : describedCloud(await metadataAt(address, tls));
  if (cloud !== undefined) return cloud;
  throw new CannotRead(
    address === undefined
      ? `ARM_ENVIRONMENT "${env.ARM_ENVIRONMENT}" is no cloud; allowed: ${CLOUD_NAMES.join(", ")}`
      : `${address} does not say where the services are; ARM_METADATA_HOSTNAME is the host of a cloud's metadata`,
  );
}

async function metadataAt(address: string, tls: TlsSettings | undefined): Promise<unknown> {
  const sdk = pipelineSdk();
  const pipeline = sdk.createPipelineFromOptions({ ...(tls && { tlsOptions: tls }) });
  try {
    const request = sdk.createPipelineRequest({ url: address });
    const { bodyAsText } = await pipeline.sendRequest(sdk.createDefaultHttpClient(), request);
    return JSON.parse(bodyAsText ?? "") as unknown;
  } catch (e) {
    const { code, message } = e as { code?: string; message: string };
    throw new CannotRead(`the metadata of the cloud cannot be read at ${address} (${code ?? message})`);
  }
}

function readFor({ read }: World, path: string): string {
  try {
    return read(path);
  } catch (e) {
    const { code, message } = e as { code?: string; message: string };
    throw new CannotRead(`${path}, which the environment names, cannot be read (${code ?? message})`);
  }
}
