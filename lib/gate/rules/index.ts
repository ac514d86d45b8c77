import type { GateRule, GateRuleId } from "../finding";
import { adopted } from "./adopted";
import { clusterAdminsChanged, clusterLoosened } from "./clusters";
import { conditionDropped } from "./conditions";
import { groupChanged } from "./groups";
import { kept } from "./kept";
import { locationWidened, strengthLoosened } from "./shared-parts";
import { policyLocksOut } from "./lock-out";
import { roleChanged } from "./roles";
import { peopleRemoved } from "./people";
import { policyLoosened } from "./policies";
import { settingsCreated, settingsLoosened } from "./settings";

/** Every rule, and what it refuses. */
export const GATE_RULES: Readonly<Record<GateRuleId, string>> = {
  "group-deleted": "a group is deleted",
  "group-replaced": "a group is deleted and made anew, with another object id",
  "cluster-deleted": "a cluster is deleted",
  "cluster-replaced": "a cluster is deleted and made anew",
  "policy-deleted": "a Conditional Access policy is deleted",
  "policy-replaced": "a Conditional Access policy is deleted and made anew",
  "resource-group-deleted": "a resource group is deleted, with everything in it",
  "resource-group-replaced": "a resource group is deleted and made anew, without what was in it",
  "group-changed": "a group gets another rule for who is in it, or is no security group any more",
  "policy-locks-out": "a block comes into force, or nobody who was left out of a policy is left out any more",
  "location-widened": "a named location takes in more, or is trusted from now on",
  "strength-loosened": "an authentication strength is met by more",
  "role-changed": "what a role of Azure allows changes, for everybody who has it",
  "condition-dropped": "a role assignment loses its condition",
  "settings-created": "role settings are created for a group that exists, over what the tenant has",
  "settings-loosened": "role settings get weaker: longer, without approval, MFA, justification or ticket",
  "policy-loosened": "a policy gets weaker: its state, what it asks for, whom it covers, how long a sign-in lasts",
  "cluster-loosened": "a cluster opens: local accounts, Azure RBAC off, run command, its network",
  "cluster-admins-changed": "an admin group of a cluster is added or taken out",
  "people-removed": "too many people lose something at once",
  "people-shortened": "too many people keep something for some days only",
  "people-to-eligible": "too many people have to activate what they had without, which ends a running activation",
  "not-adopted": "with --adoption: an entry that is not an import that changes nothing",
  "plan-incomplete": "the plan ended with an error, or leaves something for a later one",
};

/** The rules, in the order in which they are reported. */
export const rules: readonly GateRule[] = [
  kept,
  groupChanged,
  settingsCreated,
  settingsLoosened,
  policyLoosened,
  policyLocksOut,
  locationWidened,
  strengthLoosened,
  roleChanged,
  conditionDropped,
  clusterLoosened,
  clusterAdminsChanged,
  peopleRemoved,
  adopted,
];
