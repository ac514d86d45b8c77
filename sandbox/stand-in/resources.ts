/** A resource of Azure Resource Manager, as it is answered. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the properties of fifty kinds
  properties: Record<string, any>;
  readonly [more: string]: unknown;
}

/** Everything that has a resource id; ids differ by more than letter case, and keep the case they were made with. */
export class Resources {
  private readonly byId = new Map<string, Resource>();

  public get(id: string): Resource | undefined {
    return this.byId.get(id.toLowerCase());
  }

  public put(resource: Resource): Resource {
    this.byId.set(resource.id.toLowerCase(), resource);
    return resource;
  }

  public remove(id: string): boolean {
    return this.byId.delete(id.toLowerCase());
  }

  /** What is below an id, whatever its kind. */
  public below(id: string): Resource[] {
    const prefix = `${id.toLowerCase()}/`;
    return this.all().filter((resource) => resource.id.toLowerCase().startsWith(prefix));
  }

  public all(): Resource[] {
    return [...this.byId.values()];
  }
}
