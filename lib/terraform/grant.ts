import { type ITerraformDependable, type TerraformResource, TerraformStack } from "cdktf";

/**
 * The result of giving somebody access: what has to be there before it holds.
 *
 * `node.addDependency` has no effect in CDKTF, so order between resources is made here, with `depends_on`.
 */
export class Grant {
  /** A grant that consists of these resources. */
  public static of(...dependables: TerraformResource[]): Grant {
    return new Grant(dependables);
  }

  private constructor(private readonly resources: readonly TerraformResource[]) {}

  /** The resources, for somebody's `dependsOn`. */
  public get dependables(): ITerraformDependable[] {
    return [...this.resources];
  }

  /** This and another grant together; what is in both is in it once. */
  public and(other: Grant): Grant {
    return new Grant([...new Set([...this.resources, ...other.resources])]);
  }

  /**
   * Makes resources wait for this grant.
   *
   * A resource of another stack is left alone: Terraform has no order between resources of two states, the stacks
   * are applied one after the other.
   */
  public applyBefore(...later: TerraformResource[]): void {
    for (const resource of later) {
      const here = this.resources.filter((r) => TerraformStack.of(r) === TerraformStack.of(resource) && r !== resource);
      if (here.length === 0) continue;
      const waitsFor = (resource.dependsOn ??= []);
      // plain addresses, because a reference rendered late would be an expression, which depends_on does not take
      for (const { terraformResourceType, friendlyUniqueId } of here) {
        const address = `${terraformResourceType}.${friendlyUniqueId}`;
        if (!waitsFor.includes(address)) waitsFor.push(address);
      }
    }
  }
}
