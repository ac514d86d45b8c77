import type { PolicyEntry } from "../../access/model";
import { isEnforced, targets } from "../coverage";
import { type Verdict, doubt, hit, rule } from "../rule";
import { known, reason } from "../scene";
import { list } from "../words";

const DEVICE = ["compliantDevice", "domainJoinedDevice"];

/** People are told to sign in in a way that the policies let through. */
export const CA_02 = rule({
  id: "CA-02",
  title: "The login mode that people are told to use passes the policies",
  on: ["clusters"],
  cases: {
    device: {
      when: "it is device code, and a policy asks for a device or blocks device code",
      level: { strict: "error", recommended: "error", article: "warning" },
    },
  },
  why: "A device code carries no device, so it never passes a policy that asks for one: everybody who follows the instructions is locked out, with AADSTS53003 or 530033.",
  fix: "Tell people `kubelogin convert-kubeconfig -l interactive`, or azurecli; the library's own instructions do.",
  sources: [
    "https://azure.github.io/kubelogin/known-issues.html",
    "https://learn.microsoft.com/azure/aks/kubelogin-authentication",
    "Azure/kubelogin#199; Azure/AKS#2411",
  ],
  tooMuch: false,
  evaluate: (scene) => {
    const policies = scene.policies.filter((p) => isEnforced(p) === "yes" && targets(p, "aks") === "yes");
    const refusing = policies.filter(refusesDeviceCode);
    return scene.declarations.flatMap((cluster): Verdict<"device">[] => {
      const mode = known(cluster.loginMode);
      if (mode === undefined) return [doubt(cluster, `how people are told to sign in: ${reason(cluster.loginMode)}`)];
      if (mode !== "devicecode" || refusing.length === 0) return [];
      const names = list(refusing.map((p) => scene.nameOf(p.id)));
      const says = `people are told to sign in to ${scene.nameOf(cluster.id)} by device code, which ${names} never ${refusing.length === 1 ? "lets" : "let"} through`;
      return [hit(cluster, "device", says, "the login mode interactive, or azurecli")];
    });
  },
});

/** Whether nobody passes a policy by device code: it wants a device in any case, or blocks that flow, or everything. */
function refusesDeviceCode(policy: PolicyEntry): boolean {
  const controls = known(policy.controls) ?? [];
  if (controls.includes("block")) return true;
  const devices = controls.filter((c) => DEVICE.includes(c));
  if (known(policy.operator) === "AND") return devices.length > 0;
  return devices.length > 0 && devices.length === controls.length && known(policy.authenticationStrength) === null;
}
