import { GroupMember } from "@cdktf/provider-azuread/lib/group-member";
import { Construct } from "constructs";
import type { AssignmentEntry } from "../access/model";
import { ErrorCode } from "../core/error-codes";
import { ValidationError } from "../core/validation-error";
import { type IPrincipal, objectIdLifecycle } from "../entra";
import { addressName, childScope, followFormerName, noteMove, renderImport, sourceOf, stateFacts } from "../terraform";

/**
 * Keeps a member of a group that was standing before in it, as one membership of its own that is imported.
 *
 * A list of members would throw out whoever has activated; one membership says nothing of the others.
 *
 * @throws ValidationError PIM_STANDING_MEMBER for a group that is made: nobody can be a member of it yet
 */
export function keepStandingMember(
  group: Construct & IPrincipal,
  principal: IPrincipal,
  objectId: string | undefined,
): void {
  if (objectId === undefined) {
    const message =
      "the group is made, so nobody is in it from before; allowed: standing members beside objectId, or eligible and active assignments";
    throw new ValidationError(group.node.path, [{ code: ErrorCode.PIM_STANDING_MEMBER, property: "", message }]);
  }
  const scope = childScope(group, "standing");
  const id = addressName(principal);
  const taken = scope.node.tryFindChild(id) as StandingMember | undefined;
  if (taken === undefined) return void new StandingMember(scope, id, group, principal, objectId);
  const message =
    taken.principal.principalKey === principal.principalKey
      ? `${principal.node.path} is written twice; allowed: each member once`
      : `one Terraform address is wanted for ${taken.principal.node.path} and ${principal.node.path}, which have the same name in different places; allowed: another construct id for one of them`;
  throw new ValidationError(group.node.path, [{ code: ErrorCode.PIM_STANDING_MEMBER, property: "", message }]);
}

/**
 * One membership from before; to the model it is an active assignment without an end. It has no address there: nobody
 * has to look for it, because its id is made of what is known.
 */
class StandingMember extends Construct {
  constructor(
    scope: Construct,
    id: string,
    group: IPrincipal,
    public readonly principal: IPrincipal,
    objectId: string,
  ) {
    super(scope, id);
    followFormerName(this, principal);
    const resource = new GroupMember(this, "Default", {
      groupObjectId: group.objectId,
      memberObjectId: principal.objectId,
      lifecycle: objectIdLifecycle([principal]),
    });
    noteMove(resource);
    renderImport(resource, `${objectId}/member/${principal.objectId}`);
    stateFacts(this, () => ({
      assignments: [
        {
          id: this.node.path,
          source: sourceOf(this),
          group: group.node.path,
          principal: principal.node.path,
          kind: "active",
          accessId: "member",
          start: null,
          expiration: "permanent",
          justification: "a member from before the group was just-in-time",
          ticket: null,
        } satisfies AssignmentEntry,
      ],
    }));
  }
}
