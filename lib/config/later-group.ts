import { Lazy } from "cdktf";
import type { Node } from "constructs";
import { type IEntraGroup, PolicySubjectKind, PrincipalType } from "../entra";

/** A group that is asked for before it is made: one that approves its own activations, say. */
export class LaterGroup implements Omit<IEntraGroup, "with"> {
  /** @param group the group; asked at the end of synth, when it is there */
  public static of(group: () => IEntraGroup): IEntraGroup {
    return new LaterGroup(group) as Omit<IEntraGroup, "with"> as IEntraGroup;
  }

  public readonly principalType = PrincipalType.GROUP;
  public readonly policySubjectKind = PolicySubjectKind.GROUP;
  public readonly objectId: string;
  public readonly policySubjectId: string;

  private constructor(private readonly group: () => IEntraGroup) {
    this.objectId = Lazy.stringValue({ produce: () => this.group().objectId });
    this.policySubjectId = this.objectId;
  }

  public get policySubjectRef(): string {
    return this.node.path;
  }

  public get principalKey(): string {
    return this.group().principalKey;
  }

  public get node(): Node {
    return this.group().node;
  }
}
