import type { TerraformResource } from "cdktf";
import { type Grant, setSource } from "../terraform";

/** Notes where a grant is written, at each construct that it made. */
export function noteSource(grant: Grant, source: string): void {
  for (const resource of grant.dependables as TerraformResource[]) {
    const construct = resource.node.scope;
    if (construct && !construct.node.metadata.some((m) => m.data === source)) setSource(construct, source);
  }
}
