import { Construct } from "constructs";
import { sourceOf, stateFacts } from "../terraform";
import type { IPrincipal } from "./principal";

/** What a deployer is made from. */
export interface DeployerProps {
  /** The identity that runs Terraform: a service principal, or a person. */
  readonly principal: IPrincipal;
}

/**
 * The identity that applies a stack, as the access model sees it: whoever controls it controls all that the stack
 * makes.
 *
 * Makes no resource, and changes nothing about how Terraform signs in.
 */
export class Deployer extends Construct {
  /** The identity. */
  public readonly principal: IPrincipal;

  constructor(scope: Construct, id: string, props: DeployerProps) {
    super(scope, id);
    this.principal = props.principal;
    stateFacts(this, () => ({
      deployers: [{ id: this.node.path, source: sourceOf(this), principal: this.principal.node.path }],
    }));
  }
}
