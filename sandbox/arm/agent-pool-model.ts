import { type Json } from "../run/local-backend";
import { filled } from "./fields";

const MAX_PODS: Record<string, number> = { overlay: 250, azure: 30, kubenet: 110, none: 250 };

/** What a pool takes over from the cluster that it is in. */
export interface PoolSurroundings {
  readonly kubernetesVersion: string;
  readonly networkProfile: Json;
}

/**
 * A pool as AKS answers it: what was said, and the defaults for what was not.
 *
 * Nodes are replaced by tenths unless said otherwise. A configuration that leaves this out is planned as a change for
 * ever (azurerm#24020), here too.
 */
export function completePool(pool: Json, { kubernetesVersion, networkProfile }: PoolSurroundings): Json {
  const said = filled(pool);
  const version = String(said.orchestratorVersion ?? kubernetesVersion);
  return {
    ...said,
    count: said.count ?? said.minCount ?? 1,
    vmSize: said.vmSize ?? "Standard_D4ds_v5",
    osDiskSizeGB: said.osDiskSizeGB || 128,
    osDiskType: said.osDiskType ?? "Managed",
    kubeletDiskType: said.kubeletDiskType ?? "OS",
    maxPods: said.maxPods || MAX_PODS[String(networkProfile.networkPluginMode ?? networkProfile.networkPlugin)] || 110,
    type: said.type ?? "VirtualMachineScaleSets",
    mode: said.mode ?? "User",
    orchestratorVersion: version,
    currentOrchestratorVersion: patch(version),
    osType: said.osType ?? "Linux",
    osSKU: said.osSKU ?? "Ubuntu",
    scaleDownMode: said.scaleDownMode ?? "Delete",
    enableFIPS: said.enableFIPS ?? false,
    upgradeSettings: { maxSurge: "10%", ...filled(said.upgradeSettings as Json | undefined) },
    nodeImageVersion: "AKSUbuntu-2204gen2containerd-202601.01.0",
    powerState: { code: "Running" },
    provisioningState: "Succeeded",
  };
}

/** The patch release that runs where only a minor version was asked for. */
export function patch(version: string): string {
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}
