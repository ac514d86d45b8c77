import { ErrorCode } from "../core/error-codes";
import { isKnownText } from "../core/known";
import type { Problems } from "../core/validation-error";

const PUBLIC_KEY = /^(ssh-[a-z0-9-]+|ecdsa-[a-z0-9-]+|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]{32,}={0,3}( .*)?$/;

/** Notes what is wrong with an SSH public key; the key itself is not repeated, in case it is the private one. */
export function checkSshPublicKey(problems: Problems, key: string | undefined): void {
  if (key === undefined || !isKnownText(key)) return;
  if (/PRIVATE KEY/.test(key)) {
    problems.add(
      ErrorCode.AKS_PRIVATE_KEY,
      "sshPublicKey",
      "this is a private key, which would stand in code and in state; allowed: the public key, the file that ends in .pub. Treat the private key as known to others and make a new pair",
    );
  } else if (!PUBLIC_KEY.test(key.trim())) {
    problems.add(
      ErrorCode.AKS_SSH_KEY_FORMAT,
      "sshPublicKey",
      "this is not an SSH public key; allowed: one line such as ssh-rsa AAAA… name, or leave it out for no SSH",
    );
  }
}

/** What may be refused about a key, in words: Microsoft documents RSA only. */
export function sshKeyDoubt(key: string | undefined): string | undefined {
  if (key === undefined || !isKnownText(key) || key.trim().startsWith("ssh-rsa ")) return undefined;
  return `The SSH key is of the kind ${key.trim().split(" ")[0]}; Microsoft documents RSA only, and AKS has refused others. To change it later replaces the cluster.`;
}
