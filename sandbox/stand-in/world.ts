import { Clock } from "./clock";
import { Directory } from "./directory";
import { Faults } from "./faults";
import { Identities } from "./identities";
import { Journal } from "./journal";
import { Resources } from "./resources";

/** How a world is other than usual. */
export interface WorldOptions {
  /** The time that it begins at; the machine's by default. From then on its clock runs as any other. */
  readonly now?: Date;
  /**
   * What PIM answers to the removal of an assignment that has already ended: 404 (the default), which the provider
   * takes for gone, or 400 `RoleAssignmentDoesNotExist`. What the real service answers is not known for certain.
   */
  readonly removalOfEnded?: 404 | 400;
  /** What the stand-in guesses otherwise than usual. */
  readonly guesses?: Partial<Guesses>;
}

/** What is not certain of the real services and can be switched off here; all of it is on by default. */
export interface Guesses {
  /** A group that PIM manages becomes no dynamic group, and goes into no unit with restricted management. */
  readonly pimGroupStays: boolean;
  /** Nobody approves their own request. Microsoft says so of Entra roles, and nothing of groups. */
  readonly nobodyApprovesThemselves: boolean;
  /** A role setting names approvers who exist. */
  readonly approversExist: boolean;
}

const GUESSES: Guesses = { pimGroupStays: true, nobodyApprovesThemselves: true, approversExist: true };

/** One tenant with its subscriptions, and everything that is remembered about a run. */
export class World {
  public readonly clock: Clock;
  public readonly identities = new Identities();
  public readonly journal = new Journal();
  public readonly faults = new Faults();
  public readonly directory = new Directory(() => this.clock.now());
  public readonly resources = new Resources();
  public removalOfEnded: 404 | 400;
  public readonly guesses: Guesses;
  /** How many entries a list answers before it says where the next are; by default as many as the service does. */
  public pageSize = Number.POSITIVE_INFINITY;
  /** What the services keep for themselves, by the service's own key. */
  private readonly stores = new Map<symbol, unknown>();

  public constructor(
    public readonly tenantId: string,
    public readonly subscriptions: readonly string[],
    { now, removalOfEnded = 404, guesses = {} }: WorldOptions = {},
  ) {
    this.clock = new Clock(now);
    this.removalOfEnded = removalOfEnded;
    this.guesses = { ...GUESSES, ...guesses };
  }

  /** A service's own store, made at first use. */
  public store<T>(key: symbol, make: () => T): T {
    if (!this.stores.has(key)) this.stores.set(key, make());
    return this.stores.get(key) as T;
  }
}
