import type { IConstruct } from "constructs";
import { TerraformResource } from "cdktf";
import type { ClusterEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { otherGroupAddress } from "../entra";
import type { AccessStack } from "../stacks";
import { accessModelOf, addressOf, blocksIn, formerAddress, refuse, renderRemoval, requireProvider, resourcesByAddress } from "../terraform";
import type { Config } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** The sections whose entries may move to another file, and where their constructs are in a stack. */
const SCOPES = { groups: "groups", conditionalAccess: "policies", clusters: "clusters" } as const;
type Section = keyof typeof SCOPES;
const SECTIONS = Object.keys(SCOPES) as Section[];

/** An entry that another file has from now on. */
export interface MovedAway {
  readonly section: Section;
  readonly key: string;
  /** Where the other file is named. */
  readonly path: Path;
  /** The other file, as this one names it. */
  readonly given: string;
}

/** A file and the stack that became of it. */
interface Home {
  readonly source: SourceFile;
  readonly config: Config;
  readonly stack: AccessStack;
}

/** Takes the entries out of a file that have moved to another, and says which they are: here nothing is made of them. */
export function takeMovedAway(file: SourceFile, config: Config): MovedAway[] {
  return SECTIONS.flatMap((section) => {
    const entries = (config[section] ?? {}) as Record<string, { movedTo?: string }>;
    return Object.entries(entries).flatMap(([key, entry]) => {
      if (entry.movedTo === undefined) return [];
      for (const other of Object.keys(entry).filter((k) => k !== "movedTo")) {
        const message = "this is said in the other file from now on; allowed: movedTo alone";
        file.report(ErrorCode.CONFIG_KEY_UNKNOWN, [section, key, other], message, "key");
      }
      Reflect.deleteProperty(entries, key);
      return [{ section, key, path: [section, key, "movedTo"], given: entry.movedTo }];
    });
  });
}

/**
 * Lets the state of a stack forget what another file has from now on: every resource that the other stack makes of it,
 * by the address that it had here.
 */
export function forgetMovedAway(from: Home, moved: MovedAway, to: Home): void {
  const { path, given } = moved;
  const construct = findMoved(moved, to);
  if (construct === undefined) {
    if (to.source.isTouched([moved.section])) return;
    const message = `${quote(given)} has no ${moved.key} under ${moved.section}; allowed: a file that has this key, or has it as its formerly`;
    return from.source.report(ErrorCode.CONFIG_REFERENCE, path, message);
  }
  const resources = construct.node.findAll().filter((c) => TerraformResource.isTerraformResource(c));
  const main = addressOf(resources[0] as TerraformResource);
  if (!blocksIn(to.stack, "import").some((b) => b.to === main)) {
    const where = from.source.source(path);
    const message = `${main} would be made a second time: it moves here by movedTo (${where}), and nothing is imported; write the ids with aks-entra import ${to.source.name}, or delete movedTo where both files are deployed`;
    refuse(construct, message);
  }
  provideSubscription(from.stack, to.stack, construct);
  const still = resourcesByAddress(from.stack);
  const addresses = [...resources.map((r) => formerAddress(r as TerraformResource)), ...aroundOf(to.stack, construct)];
  for (const address of addresses.flatMap((a) => [a, otherGroupAddress(a)])) {
    if (address !== undefined && !still.has(address)) renderRemoval(from.stack, address);
  }
}

/** What was moved, in its new home: under its key, or under the key that it has now. */
function findMoved({ section, key }: MovedAway, { stack, config }: Home): IConstruct | undefined {
  const entries = (config[section] ?? {}) as Record<string, { formerly?: string }>;
  const name = Object.keys(entries).find((k) => k === key) ?? Object.keys(entries).find((k) => entries[k].formerly === key);
  return name === undefined ? undefined : stack.node.tryFindChild(SCOPES[section])?.node.tryFindChild(name);
}

/** Addresses of what is made around a cluster. */
function aroundOf(stack: AccessStack, construct: IConstruct): string[] {
  return (clusterOf(stack, construct)?.around ?? []).map((r) => r.address);
}

/** The state names the provider of a cluster's subscription, and Terraform asks for it even to forget the cluster. */
function provideSubscription(from: AccessStack, to: AccessStack, construct: IConstruct): void {
  const subscriptionId = clusterOf(to, construct)?.subscriptionId;
  if (typeof subscriptionId === "string") requireProvider(from, "azurerm", subscriptionId);
}

function clusterOf(stack: AccessStack, construct: IConstruct): ClusterEntry | undefined {
  return accessModelOf(stack).clusters.find((c) => c.id === construct.node.path);
}
