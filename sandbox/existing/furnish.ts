import { type SynthesizedStack } from "../run/project";
import { type World } from "../stand-in/world";
import { furnishAzure } from "./azure";
import { furnishDirectory } from "./directory";

/**
 * Puts into the world what a config calls existing: people, groups and applications that it names by object id or
 * sign-in name, and clusters, resource groups, networks and workspaces that it does not make.
 *
 * What is there already stays as it is, so that a config that grew can be furnished again.
 */
export function furnish(world: World, stacks: readonly SynthesizedStack[]): void {
  furnishDirectory(world, stacks);
  furnishAzure(world, stacks);
}
