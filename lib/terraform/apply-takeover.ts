import { TerraformResource, TerraformStack } from "cdktf";
import { type Takeover, entryName } from "../access/takeover";
import { ErrorCode } from "../core/error-codes";
import { didYouMean } from "../core/text";
import { Problems } from "../core/validation-error";
import { addressOf, renderImport, renderMove, renderRemoval } from "./takeover";

/**
 * Renders a takeover in a stack, when everything that the stack makes is there.
 *
 * An address that the stack has not, or has not any more, is an error and not passed over: a misspelt one would leave
 * a group to be made a second time, or role settings to be loosened.
 *
 * @throws ValidationError TAKEOVER_ADDRESS
 */
export function applyTakeover(stack: TerraformStack, takeover: Takeover): void {
  const made = resourcesByAddress(stack);
  const problems = Problems.none();
  const target = (section: "import" | "moved", address: string): TerraformResource | undefined => {
    const resource = made.get(address);
    if (resource) return resource;
    const near = didYouMean(address, [...made.keys()]);
    const message = `${address} is not a resource of the stack ${stack.node.id}, or not any more${near}; allowed: an address of a resource there, or delete the entry`;
    problems.add(ErrorCode.TAKEOVER_ADDRESS, entryName(section, address), message);
    return undefined;
  };
  for (const [address, id] of Object.entries(takeover.import)) {
    const resource = target("import", address);
    if (resource) renderImport(resource, id);
  }
  for (const [address, from] of Object.entries(takeover.moved)) {
    if (target("moved", address)) renderMove(stack, from, address);
  }
  takeover.removed.forEach((address, i) => {
    if (!made.has(address)) return renderRemoval(stack, address);
    const message = `${address} is a resource of the stack ${stack.node.id} still; allowed: an address that nothing there has any more`;
    problems.add(ErrorCode.TAKEOVER_ADDRESS, `removed[${i}]`, message);
  });
  problems.throwIfAny(stack.node.path);
}

/** The resources of a stack by their Terraform addresses; those of stacks nested in it are left to those. */
export function resourcesByAddress(stack: TerraformStack): Map<string, TerraformResource> {
  const resources = stack.node
    .findAll()
    .filter((c) => TerraformResource.isTerraformResource(c) && TerraformStack.of(c) === stack);
  return new Map(resources.map((r) => [addressOf(r as TerraformResource), r as TerraformResource]));
}
