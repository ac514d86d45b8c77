import { type GateOptions, type GateReport, gate, readPlan } from "../../lib/gate";

/**
 * Plans as plain objects, in the shape in which Terraform 1.11 with azuread 3.9 and azurerm 4.55 writes them; an e2e
 * test holds a real plan against it.
 */
export type Values = Record<string, unknown>;

/** One entry of `resource_changes`. */
export interface Entry {
  address: string;
  mode: string;
  type: string;
  name: string;
  provider_name: string;
  change: Values & { actions: string[]; before: Values | null; after: Values | null; after_unknown: unknown };
  [more: string]: unknown;
}

/** The parts of a plan that are always there. */
export function planOf(entries: readonly Entry[], more: Values = {}): Values {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: entries,
    configuration: { root_module: {} },
    timestamp: "2026-11-25T10:01:19Z",
    applyable: entries.length > 0,
    complete: true,
    errored: false,
    ...more,
  };
}

function entry(type: string, name: string, actions: string[], before: Values | null, after: Values | null): Entry {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: `registry.terraform.io/hashicorp/${type.split("_")[0]}`,
    change: { actions, before, after, after_unknown: {}, before_sensitive: false, after_sensitive: {} },
  };
}

/** Something of one type, and what may happen to it. */
export class Thing {
  public constructor(
    public readonly type: string,
    public readonly name: string,
    public readonly values: Values,
    /** Attributes that are only known after it is created. */
    private readonly computed: readonly string[] = ["id"],
  ) {}

  public get address(): string {
    return `${this.type}.${this.name}`;
  }

  public kept(): Entry {
    return entry(this.type, this.name, ["no-op"], this.values, this.values);
  }

  public imported(): Entry {
    return importing(this.kept());
  }

  public deleted(): Entry {
    return { ...entry(this.type, this.name, ["delete"], this.values, null), action_reason: "delete_because_no_config" };
  }

  public forgotten(): Entry {
    return entry(this.type, this.name, ["forget"], this.values, null);
  }

  public created(): Entry {
    const made = entry(this.type, this.name, ["create"], null, this.without());
    made.change.after_unknown = this.unknown();
    return made;
  }

  public replaced(path: string, value: unknown): Entry {
    const made = entry(this.type, this.name, ["delete", "create"], this.values, { ...this.without(), [path]: value });
    made.change.after_unknown = this.unknown();
    made.change.replace_paths = [[path]];
    return { ...made, action_reason: "replace_because_cannot_update" };
  }

  /** Replaced, and the old one is let go of: `destroy = false`. */
  public replacedBeside(path: string, value: unknown, actions = ["create", "forget"]): Entry {
    const made = this.replaced(path, value);
    made.change.actions = actions;
    return made;
  }

  public changed(values: Values, unknown: Values = {}): Entry {
    const after = Object.fromEntries(
      Object.entries({ ...this.values, ...values }).filter(([k]) => unknown[k] !== true),
    );
    const made = entry(this.type, this.name, ["update"], this.values, after);
    made.change.after_unknown = unknown;
    return made;
  }

  private without(): Values {
    return Object.fromEntries(Object.entries(this.values).filter(([k]) => !this.computed.includes(k)));
  }

  private unknown(): Values {
    return Object.fromEntries(this.computed.map((k) => [k, true]));
  }
}

/** The same, by an import block. */
export function importing(of: Entry): Entry {
  return { ...of, change: { ...of.change, importing: { id: String(of.change.before?.id ?? "ID") } } };
}

export const ID = (n: number): string => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
export const CLUSTER_ID =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod";

export function group(name: string, n: number, values: Values = {}): Thing {
  return new Thing(
    "azuread_group",
    name,
    { id: `/groups/${ID(n)}`, object_id: ID(n), display_name: name, members: [], owners: [ID(900)], ...values },
    ["id", "object_id"],
  );
}

export function jitGroup(name: string, n: number, values: Values = {}): Thing {
  return new Thing(
    "azuread_group_without_members",
    name,
    { id: `/groups/${ID(n)}`, object_id: ID(n), display_name: name, owners: [ID(900)], ...values },
    ["id", "object_id"],
  );
}

export const STRICT: Values = {
  activation_rules: [
    {
      maximum_duration: "PT1H",
      require_approval: true,
      approval_stage: [{ primary_approver: [{ object_id: ID(800), type: "groupMembers" }] }],
      require_justification: true,
      require_multifactor_authentication: true,
      require_ticket_info: true,
      required_conditional_access_authentication_context: "",
    },
  ],
  active_assignment_rules: [
    {
      expiration_required: true,
      expire_after: "P15D",
      require_justification: true,
      require_multifactor_authentication: true,
      require_ticket_info: true,
    },
  ],
  eligible_assignment_rules: [{ expiration_required: true, expire_after: "P90D" }],
};

type Block = "activation_rules" | "active_assignment_rules" | "eligible_assignment_rules";

/** One block of strict role settings, with something else in it. */
export function rulesWith(block: Block, values: Values): Values {
  return { [block]: [{ ...(STRICT[block] as Values[])[0], ...values }] };
}

export function settings(name: string, groupNumber: number, values: Values = {}): Thing {
  return new Thing(
    "azuread_group_role_management_policy",
    name,
    {
      id: `Group_${ID(groupNumber)}_${ID(700)}`,
      group_id: ID(groupNumber),
      role_id: "member",
      display_name: "Group",
      ...STRICT,
      ...values,
    },
    ["id"],
  );
}

export const USERS: Values = {
  included_users: null,
  included_groups: [ID(1), ID(2)],
  included_roles: null,
  excluded_users: [ID(901)],
  excluded_groups: null,
  excluded_roles: null,
  included_guests_or_external_users: [],
  excluded_guests_or_external_users: [],
};
export const APPLICATIONS: Values = {
  included_applications: ["6dae42f8-4368-4678-94ff-3960e28e3630"],
  excluded_applications: null,
  included_user_actions: null,
  filter: [],
};
export const CONDITIONS: Values = {
  applications: [APPLICATIONS],
  users: [USERS],
  client_app_types: ["all"],
  platforms: [],
  locations: [],
  devices: [],
  client_applications: [],
  authentication_flow_transfer_methods: null,
  sign_in_risk_levels: null,
  user_risk_levels: null,
  service_principal_risk_levels: null,
};
export const GRANT: Values = {
  operator: "AND",
  built_in_controls: ["mfa", "compliantDevice"],
  authentication_strength_policy_id: null,
  custom_authentication_factors: null,
  terms_of_use: null,
};
export const SESSION: Values = {
  sign_in_frequency: 4,
  sign_in_frequency_period: "hours",
  sign_in_frequency_interval: "timeBased",
  persistent_browser_mode: null,
  cloud_app_security_policy: null,
  application_enforced_restrictions_enabled: null,
  disable_resilience_defaults: null,
};

export function policy(name: string, values: Values = {}): Thing {
  return new Thing("azuread_conditional_access_policy", name, {
    id: `/identity/conditionalAccess/policies/${ID(600)}`,
    display_name: name,
    state: "enabled",
    conditions: [CONDITIONS],
    grant_controls: [GRANT],
    session_controls: [SESSION],
    ...values,
  });
}

export function cluster(name: string, values: Values = {}): Thing {
  return new Thing("azurerm_kubernetes_cluster", name, {
    id: CLUSTER_ID,
    name,
    local_account_disabled: true,
    run_command_enabled: false,
    private_cluster_enabled: true,
    azure_active_directory_role_based_access_control: [
      { azure_rbac_enabled: true, admin_group_object_ids: [ID(1)], tenant_id: ID(2) },
    ],
    api_server_access_profile: [],
    ...values,
  });
}

export function member(name: string, groupNumber: number, who: number): Thing {
  return new Thing("azuread_group_member", name, {
    id: `${ID(groupNumber)}/member/${ID(who)}`,
    group_object_id: ID(groupNumber),
    member_object_id: ID(who),
  });
}

export function schedule(
  kind: "eligibility" | "assignment",
  name: string,
  groupNumber: number,
  who: number,
  values: Values = {},
): Thing {
  return new Thing(`azuread_privileged_access_group_${kind}_schedule`, name, {
    id: `${ID(groupNumber)}_member_${ID(who)}`,
    group_id: ID(groupNumber),
    principal_id: ID(who),
    assignment_type: "member",
    justification: "On-call rota",
    ...values,
  });
}

export const READER = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";

export function roleAssignment(name: string, who: number, values: Values = {}): Thing {
  return new Thing("azurerm_role_assignment", name, {
    id: `${CLUSTER_ID}/providers/Microsoft.Authorization/roleAssignments/${ID(500 + who)}`,
    scope: CLUSTER_ID,
    role_definition_id: `/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
    role_definition_name: "Azure Kubernetes Service RBAC Reader",
    principal_id: ID(who),
    principal_type: "Group",
    ...values,
  });
}

/** The day of the tests. */
export const TODAY = new Date("2026-11-25T12:00:00Z");

/** What the gate says of a plan on that day. */
export function judge(entries: readonly Entry[], options: Partial<GateOptions> = {}, more: Values = {}): GateReport {
  return gate(readPlan(planOf(entries, more)), { now: TODAY, ...options });
}

/** A plan's `configuration`: what the expressions of the root module refer to, by address and path. */
export function configured(expressions: Readonly<Record<string, unknown>>): Values {
  const resources = Object.entries(expressions).map(([address, of]) => {
    const [type, name] = address.split(".");
    return { address, mode: "managed", type, name, expressions: of };
  });
  return { configuration: { root_module: { resources } } };
}

/** An expression that refers to things, as Terraform writes it: each in full, then its resource. */
export function refersTo(...references: readonly string[]): Values {
  return { references: references.flatMap((r) => [r, r.slice(0, r.lastIndexOf("."))]) };
}
