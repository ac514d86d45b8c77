import type { IConstruct } from "constructs";

/**
 * Names that may be taken once in a whole app.
 *
 * A name whose construct was removed from the tree again is free.
 */
export class Registry<T extends IConstruct = IConstruct> {
  private readonly byRoot = new WeakMap<IConstruct, Map<string, T>>();

  /** Who has a name, in the app around a construct. */
  public find(scope: IConstruct, name: string): T | undefined {
    const owner = this.byRoot.get(scope.node.root)?.get(name);
    return owner && isInTree(owner) ? owner : undefined;
  }

  /** Takes a name for a construct; who had it before is forgotten. */
  public take(name: string, owner: T): void {
    const root = owner.node.root;
    const names = this.byRoot.get(root) ?? new Map<string, T>();
    this.byRoot.set(root, names);
    names.set(name, owner);
  }
}

/** Whether a construct is still where it was made. */
export function isInTree(construct: IConstruct): boolean {
  const scopes = construct.node.scopes;
  return scopes.every((c, i) => i === 0 || scopes[i - 1].node.tryFindChild(c.node.id) === c);
}

/** Constructs of one kind in a whole app, in the order in which they were made. */
export class Roster<T extends IConstruct = IConstruct> {
  private readonly byRoot = new WeakMap<IConstruct, T[]>();

  /** Adds a construct. */
  public add(construct: T): void {
    const root = construct.node.root;
    this.byRoot.set(root, [...(this.byRoot.get(root) ?? []), construct]);
  }

  /** Those in the app around a construct that are still in the tree. */
  public all(scope: IConstruct): T[] {
    return (this.byRoot.get(scope.node.root) ?? []).filter(isInTree);
  }
}
