import { AzureRole, type ClusterAccess, type IAksCluster, type NamespaceAccess } from "../aks";
import type { IPrincipal } from "../entra";
import type { Grant } from "../terraform";
import type { Principals } from "./principals";
import type { AccessConfig, NamespaceAccessConfig } from "./schema";
import type { Path, SourceFile } from "./source-file";
import { noteSource } from "./sources";
import { SOME_ROLE } from "./stand-ins";

type To = NonNullable<AccessConfig["reader"]>;
type Give = (...principals: IPrincipal[]) => Grant;

/** Makes grants on clusters as a file has them: an access profile, or a mapping of the same form. */
export class AccessWriter {
  constructor(
    private readonly file: SourceFile,
    private readonly principals: Principals,
  ) {}

  /** Makes the grants of a mapping. */
  public give({ access }: IAksCluster, config: AccessConfig, path: Path): void {
    this.each(config.clusterUser, [...path, "clusterUser"], (...p) => access.grantClusterUser(...p));
    this.each(config.clusterAdmin, [...path, "clusterAdmin"], (...p) => access.grantClusterAdmin(...p));
    this.words(access, config, path);
    for (const [name, inner] of Object.entries(config.namespaces ?? {})) {
      const at = [...path, "namespaces", name];
      const namespace = this.file.attempt(at, () => access.namespace(name), { namespace: at });
      this.words(namespace ?? access.namespace("refused"), inner, at);
    }
  }

  /** The words that mean the same on a cluster and in a namespace. */
  private words(access: ClusterAccess | NamespaceAccess, config: NamespaceAccessConfig, path: Path): void {
    this.each(config.reader, [...path, "reader"], (...p) => access.grantReader(...p));
    this.each(config.writer, [...path, "writer"], (...p) => access.grantWriter(...p));
    this.each(config.admin, [...path, "admin"], (...p) => access.grantAdmin(...p));
    (config.roles ?? []).forEach(({ role, to }, i) => {
      const at = [...path, "roles", i];
      const found = this.file.attempt([...at, "role"], () => AzureRole.of(role)) ?? SOME_ROLE;
      this.each(to, [...at, "to"], (...p) => access.grantRole(found, ...p), [...at, "role"]);
    });
  }

  private each(to: To | undefined, path: Path, give: Give, role = path): void {
    this.principals.all(to, path).forEach((principal, i) => {
      const at = [...path, i];
      const grant = this.file.attempt(at, () => give(principal), { principal: at, role });
      if (grant) noteSource(grant, this.file.source(at));
    });
  }
}
