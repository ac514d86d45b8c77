import { z } from "zod";
import { UUID_PATTERN } from "../core/uuid";
import { KEY_PATTERN } from "../terraform/addresses";

/**
 * The form of a config file: which keys there are, and what kind of value each takes.
 *
 * Whether a value makes sense is for the constructs to say, which know; so almost every key may be left out here, and
 * patterns are hints for editors only. What a key means is in its description, which the JSON Schema shows.
 */

const text = (description: string, hints: { pattern?: string; examples?: string[] } = {}) =>
  z.string().meta({ description, ...hints });
const uuid = (description: string) => text(description, { pattern: UUID_PATTERN });
const flag = (description: string) => z.boolean().meta({ description });
const onOff = (description: string) => z.enum(["enabled", "disabled"]).meta({ description });
const duration = (description: string) => text(description, { examples: ["180d", "8h", "30m", "1h30m"] });
// CDKTF leaves constructs called Default or Resource out of addresses, and finds the others where JavaScript has its own
const TAKEN =
  "Default|Resource|constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf";
const key = z
  .string()
  .regex(
    new RegExp(KEY_PATTERN.replace("^", `^(?!(${TAKEN})$)`)),
    "a letter, then letters, digits, underscores and hyphens: it becomes a Terraform address; not Default, Resource or a word such as constructor, which CDKTF needs",
  );
const namespace = z
  .string()
  .regex(new RegExp(`^(?!(${TAKEN})$)`), "the name of a namespace, not a word such as constructor, which CDKTF needs");
const tags = z.record(z.string(), z.string());

const userRef = z.strictObject({ user: uuid("The object id of a user; costs no look-up.") });
const groupRef = z.strictObject({ group: uuid("The object id of a group; costs no look-up.") });
const applicationRef = z.strictObject({
  servicePrincipal: uuid("The object id of a service principal, which is not its client id."),
});

const person = z
  .union([z.string(), userRef, applicationRef], {
    error: "a sign-in name, { user: OBJECT ID } or { servicePrincipal: OBJECT ID }",
  })
  .meta({ description: "A user, by sign-in name or object id, or a service principal." });
const principal = z
  .union([z.string(), userRef, groupRef, applicationRef], {
    error: "a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { servicePrincipal: OBJECT ID }",
  })
  .meta({ description: "A key under groups, a sign-in name, or an object id." });
const principals = (description: string) => z.array(principal).meta({ description });

const approver = z
  .union([z.string(), userRef, groupRef], {
    error: "a key under groups, a sign-in name, { user: OBJECT ID } or { group: OBJECT ID }",
  })
  .meta({ description: "A group or a user." });
const requirement = z
  .union([z.enum(["mfa", "justification", "ticket"]), z.strictObject({ authenticationContext: text("c1 to c99.") })], {
    error: "mfa, justification, ticket or { authenticationContext: c1 }",
  })
  .meta({ description: "mfa, justification, ticket, or an authentication context in place of mfa." });

const activation = z
  .strictObject({
  maximum: duration("The longest activation: half hours from 30m to 23h30m, or 24h. Default 8h.").optional(),
  require: z.array(requirement).meta({ description: "What activation asks for; at least one of mfa, justification and ticket." }).optional(),
  approvers: z.array(approver).meta({ description: "Groups or users who approve; without it nobody has to." }).optional(),
  alerts: z.array(text("A mail address.")).meta({ description: "Told of activations and assignments, beside the defaults." }).optional(),
})
  .meta({ description: "What happens when somebody activates an eligible assignment." });
const permanent = z.literal("allowed").meta({ description: "An assignment may have no end. Left out, it may not." });
const eligibleRules = z
  .strictObject({
    expireAfter: duration("The ceiling: 15d, 30d, 90d, 180d or 365d. Default 365d.").optional(),
    permanent: permanent.optional(),
  })
  .meta({ description: "How long eligible assignments may last." });
const activeRules = z
  .strictObject({
  expireAfter: duration("The ceiling: 15d, 30d, 90d, 180d or 365d. Default 15d.").optional(),
  permanent: permanent.optional(),
  require: z.array(requirement).meta({ description: "A justification always, and mfa if you like." }).optional(),
  })
  .meta({ description: "How long active assignments may last, and what making one asks for." });
const ownerSettings = z
  .strictObject({ activation: activation.optional(), eligible: eligibleRules.optional(), active: activeRules.optional() })
  .meta({ description: "Settings for assignments of ownership. Default: strict." });
const roleSettings = z
  .strictObject({
    activation: activation.optional(),
    eligible: eligibleRules.optional(),
    active: activeRules.optional(),
    owner: ownerSettings.optional(),
  })
  .meta({ description: "PIM's role settings; every rule is written to the tenant." });

const assignment = z
  .strictObject({
    principal,
    for: duration("How long, from when it is applied. One of for, until and permanent.").optional(),
    until: text("The end: a date, to the end of that day in UTC, or a time.", { examples: ["2027-06-30", "2027-06-30T12:00:00Z"] }).optional(),
    permanent: z.literal(true).meta({ description: "No end; the settings must allow it." }).optional(),
    from: text("The start: a date or a time. Default: when it is applied.").optional(),
    as: z.enum(["member", "owner"]).meta({ description: "Default member." }).optional(),
    justification: text("Why, for the audit log.").optional(),
    renewal: z.number().meta({ description: "How often it was given anew after its end: 1, then 2. Default: never." }).optional(),
    ended: z.literal(true).meta({ description: "It has ended, and Terraform forgets it. Then delete it here." }).optional(),
    ticket: z
      .strictObject({ system: text("The system, ServiceNow.").optional(), number: text("The number, CHG0012345.").optional() })
      .meta({ description: "System and number of the ticket that asked for it." })
      .optional(),
  })
  .meta({ description: "Who, until when, and why." });

const pim = z
  .strictObject({
    settings: z
      .union([z.string(), roleSettings], { error: "a name under roleSettings, or a mapping as there" })
      .meta({ description: "A name under roleSettings, or a mapping as there." })
      .optional(),
    eligible: z.array(assignment).meta({ description: "Who may activate membership." }).optional(),
    active: z.array(assignment).meta({ description: "Who is in until an end, without activating: standing access." }).optional(),
    standingMembers: principals("Of a group with an objectId that was standing: who is a member still. Whoever is taken out is out.").optional(),
  })
  .meta({ description: "Makes it a just-in-time group: its members come and go through PIM." });

const movedTo = text("The file, relative to this one, that has this key from now on: forgotten here, imported there, alone in its mapping.");

const group = z.strictObject({
  displayName: text("The name that people see, unique in the tenant. Default: the key.").optional(),
  description: text("What the group is for.").optional(),
  roleAssignable: flag("Whether directory roles can be assigned to it. Default false; cannot be changed later.").optional(),
  owners: z.array(person).meta({ description: "Who may change the group; at least one." }).optional(),
  members: principals("Who is in it; Terraform removes anybody else.").optional(),
  existing: z
    .union([uuid("Its object id."), z.strictObject({ displayName: text("Its name, looked up at every plan.") })], {
      error: "the object id of the group, or { displayName: NAME }",
    })
    .meta({ description: "A group that exists: used only, never changed." })
    .optional(),
  formerly: text("Its old key: a move, not a replacement.").optional(),
  objectId: uuid("The object id of a group that exists and is ours from now on: imported, with its role settings.").optional(),
  movedTo: movedTo.optional(),
  pim: pim.optional(),
});

const roleRef = z.strictObject({ role: text("A directory role, by name or template id.") });
const subject = z
  .union([z.string(), userRef, groupRef, roleRef], {
    error: "a key under groups, a sign-in name, { user: OBJECT ID }, { group: OBJECT ID } or { role: NAME or ID }",
  })
  .meta({ description: "A group, a user or the holders of a directory role." });
const control = z
  .union(
    [
      z.enum(["mfa", "compliantDevice", "domainJoinedDevice", "compliantApplication", "block"]),
      z.strictObject({ authenticationStrength: text("The id of an authentication strength.") }),
    ],
    { error: "mfa, compliantDevice, domainJoinedDevice, compliantApplication, block or { authenticationStrength: ID }" },
  )
  .meta({ description: "A grant control." });

const policy = z.strictObject({
  displayName: text("The name that people see. Default: the key.").optional(),
  state: z.enum(["enabled", "reportOnly", "disabled"]).meta({ description: "Default reportOnly." }).optional(),
  include: z
    .union([z.literal("all"), z.array(subject)], { error: "a list of groups, users and directory roles, or all" })
    .meta({ description: "To whom it applies; those who may activate a group as well as the group." })
    .optional(),
  exclude: z.array(subject).meta({ description: "To whom it does not, beside the emergency accounts." }).optional(),
  applications: z
    .array(text("aks, azureManagement, all, or the client id of an application."))
    .meta({ description: "What it guards. Default: aks, the AKS server application." })
    .optional(),
  require: z
    .union([z.literal("block"), z.array(control), z.strictObject({ any: z.array(control).meta({ description: "One of these is enough." }) })], {
      error: "a list of controls that are all asked for, { any: [...] } for one of them, or block",
    })
    .meta({ description: "What it asks for: all of a list; { any: [...] } for one of them; or block." })
    .optional(),
  signInFrequency: duration("How long a sign-in lasts: whole hours to 23h, or whole days to 365d.").optional(),
  blockDeviceCode: flag("Block device code for the same people, by a second policy. Default false.").optional(),
  movedTo: movedTo.optional(),
});

const customRoles = z
  .array(
    z.strictObject({
      role: text("A built-in role by name, any role by id."),
      to: principals("Who gets it."),
    }),
  )
  .meta({ description: "Other roles." });
const namespaceAccess = z
  .strictObject({
    reader: principals("Reads most objects, no secrets.").optional(),
    writer: principals("Writes most objects, reads secrets.").optional(),
    admin: principals("Does anything in the namespace, roles among it.").optional(),
    roles: customRoles.optional(),
  })
  .meta({ description: "Who may do what in the namespace." });
const access = z
  .strictObject({
    clusterUser: principals("Sees the cluster and downloads its kubeconfig; comes with every other role.").optional(),
    reader: principals("Reads most objects in every namespace, no secrets, no nodes.").optional(),
    writer: principals("Writes most objects in every namespace, reads secrets.").optional(),
    admin: principals("Does anything in every namespace; makes no namespaces, changes no quotas.").optional(),
    clusterAdmin: principals("Does anything in the cluster.").optional(),
    roles: customRoles.optional(),
    namespaces: z.record(namespace, namespaceAccess).meta({ description: "The same words for one namespace." }).optional(),
  })
  .meta({ description: "Who may do what on the cluster, and in its namespaces." });

const adminGroups = (description: string) =>
  z
    .array(z.union([z.string(), groupRef], { error: "a key under groups, or { group: OBJECT ID }" }))
    .meta({ description });

const nodePool = z.strictObject({
  name: text("Default system.").optional(),
  vmSize: text("The size of the machines, 4 vCPUs or more.").optional(),
  count: z.number().meta({ description: "A fixed number of nodes, 1 to 1000. Either this or autoscale." }).optional(),
  autoscale: z.strictObject({
    min: z.number().meta({ description: "The fewest nodes." }),
    max: z.number().meta({ description: "The most nodes, 1000 or less." }),
  }).meta({ description: "Bounds for a number of nodes that follows the load. Either this or count." }).optional(),
  zones: z.array(z.string()).meta({ description: 'Of "1", "2" and "3".' }).optional(),
  subnetId: text("The resource id of the nodes' subnet.").optional(),
});

const cluster = z.strictObject({
  name: text("Default: the key; changing it makes another cluster.").optional(),
  resourceGroup: z
    .union([z.string(), z.strictObject({ existing: text("Its name.") })], {
      error: "the name of a resource group that is made, or { existing: NAME }",
    })
    .meta({ description: "Made, once for all that name it; { existing: NAME } if not." })
    .optional(),
  location: text("The region. Default: the file's.").optional(),
  version: text('The Kubernetes version, "1.36". Default: AKS\'s own.').optional(),
  skuTier: z.enum(["Free", "Standard", "Premium"]).meta({ description: "Default Free." }).optional(),
  nodePool: nodePool.meta({ description: "The system node pool." }).optional(),
  network: z
    .strictObject({
      authorizedIpRanges: z.array(z.string()).meta({ description: "Who reaches the Kubernetes API." }).optional(),
      private: flag("Whether it has a private address only. Default false.").optional(),
    })
    .meta({ description: "How the Kubernetes API is reached." })
    .optional(),
  sshPublicKey: text("An RSA public key for the nodes. Default: no SSH.").optional(),
  runCommand: onOff("`az aks command invoke`. Default disabled.").optional(),
  localAccounts: onOff("The local administrator. Default disabled.").optional(),
  azureRbac: flag("Whether Azure role assignments act inside Kubernetes. Default true.").optional(),
  adminGroups: adminGroups("adminGroupObjectIDs: cluster administrators inside Kubernetes.").optional(),
  workloadIdentity: flag("Workload identity, with the OIDC issuer. Default false.").optional(),
  auditLogs: z
    .strictObject({
      workspace: text("The resource id of a Log Analytics workspace."),
      reads: flag("Whether those who only looked are logged too. Default false.").optional(),
    })
    .meta({ description: "Where the audit logs go. Default: nowhere." })
    .optional(),
  clusterUserRole: z.enum(["granted", "external"]).meta({ description: "external: another stack grants it. Default granted." }).optional(),
  existing: z
    .union(
      [
        z.strictObject({ id: text("Its resource id.") }),
        z.strictObject({
          subscriptionId: uuid("Its subscription. Default: the file's.").optional(),
          resourceGroup: text("The name of its resource group."),
          name: text("Its name. Default: the key.").optional(),
        }),
      ],
      { error: "{ id: RESOURCE ID } or { subscriptionId: ID, resourceGroup: NAME, name: NAME }" },
    )
    .meta({ description: "A cluster that exists: its id is computed, nothing is looked up." })
    .optional(),
  assume: z
    .strictObject({
      azureRbac: flag("Whether Azure role assignments act inside Kubernetes.").optional(),
      localAccounts: onOff("The local administrator.").optional(),
      adminGroups: adminGroups("Cluster administrators inside Kubernetes.").optional(),
    })
    .meta({ description: "What is known of a cluster that exists; what verify looks at first." })
    .optional(),
  overrides: z
    .record(z.string(), z.unknown())
    .meta({ description: "Any other attribute of the Terraform resource; what it changes is unknown to the model." })
    .optional(),
  movedTo: movedTo.optional(),
  access: z
    .array(z.union([z.string(), access], { error: "a name under accessProfiles, or a mapping as there" }))
    .meta({ description: "Who may do what: names under accessProfiles, and mappings as there; all of them together." })
    .optional(),
});

const azureState = z.strictObject({
  resourceGroup: text("The resource group of the storage account."),
  storageAccount: text("The storage account."),
  container: text("The container in it."),
  key: text("The name of the state file in it."),
});

const guardrails = z
  .strictObject({
    profile: z.enum(["strict", "recommended", "article"]).meta({ description: "Default recommended." }).optional(),
    acknowledge: z
      .array(
        z.strictObject({
          rule: z
            .string()
            .regex(/^([A-Z]{2,4}-\d{2}|EXPECT)$/, "the id of a rule, such as CL-01, or EXPECT")
            .meta({ description: "The rule, CL-01; EXPECT for a broken expectation." }),
          on: text("What it is acknowledged for, clusters.legacy. Default: everything in this file.").optional(),
          reason: text("Why."),
          until: text("The last day; a date. EXPECT wants one.").optional(),
        }),
      )
      .meta({ description: "Findings that somebody has looked at, and why they may stay." })
      .optional(),
  })
  .meta({ description: "For findings whose subject is in this file." });

const expectation = z
  .union(
    [
      z.strictObject({ noStandingClusterAdmins: z.literal(true).meta({ description: "Emergency access aside." }) }),
      z.strictObject({
        cannot: z
          .tuple([principal, z.string(), z.string(), z.string()])
          .meta({ description: "Who, verb, resource, cluster or cluster/namespace." }),
        when: z
          .enum(["standing", "activated", "ever"])
          .meta({
            description: "standing: without activating; activated: with or without (default); ever: also by changing a group or the cluster.",
          })
          .optional(),
      }),
    ],
    { error: "{ noStandingClusterAdmins: true } or { cannot: [WHO, VERB, RESOURCE, CLUSTER/NAMESPACE] }" },
  )
  .meta({ description: "Something that must stay true." });

/** The form of a config file. */
export const configSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "a lower-case letter, then lower-case letters, digits and hyphens: it names the stack and its state")
    .meta({ description: "The stack's name, also that of its state: changing it starts another." }),
  uses: z
    .array(text("A file, relative to this one."))
    .meta({ description: "Other files, whose groups, roleSettings, accessProfiles and emergencyAccess are known here." })
    .optional(),
  tenantId: uuid("The tenant.").optional(),
  subscriptionId: uuid("The subscription of the clusters.").optional(),
  deployer: person.meta({ description: "The identity that applies this stack, as the access model sees it." }).optional(),
  location: text("The region of every cluster and resource group.").optional(),
  tags: tags.meta({ description: "On everything that can bear tags." }).optional(),
  backend: z
    .strictObject({ azurerm: azureState.meta({ description: "A storage account; signs in with Entra, not with its key." }) })
    .meta({ description: "Where the state is. Default: a file beside cdktf.json." })
    .optional(),
  providerVersions: z
    .strictObject({
      azuread: text('Default ">= 3.9.0, < 4.0.0".').optional(),
      azurerm: text('Default ">= 4.55.0, < 5.0.0".').optional(),
    })
    .meta({ description: "Exact versions of the providers. Default: ranges." })
    .optional(),
  emergencyAccess: z
    .strictObject({
      accounts: principals("Excluded by every policy; no way out of it."),
      clusterAdmin: text("A group that is cluster administrator on every cluster of the stacks that see this.").optional(),
    })
    .meta({ description: "Accounts that no policy may ever lock out." })
    .optional(),
  defaults: z
    .strictObject({
      groups: z
        .strictObject({
          owners: z.array(person).meta({ description: "Who may change a group." }).optional(),
          roleAssignable: flag("Whether directory roles can be assigned to it.").optional(),
        })
        .meta({ description: "For every group that is made." })
        .optional(),
      clusters: cluster
        .omit({ name: true, access: true, existing: true, assume: true, movedTo: true })
        .meta({ description: "For every cluster that is made; a key that the cluster has as well is the cluster's." })
        .optional(),
    })
    .meta({ description: "Of this file; shallow; not for what exists." })
    .optional(),
  roleSettings: z.record(key, roleSettings).meta({ description: "PIM's role settings by name." }).optional(),
  groups: z.record(key, group).meta({ description: "Groups; the key becomes the Terraform address." }).optional(),
  conditionalAccess: z.record(key, policy).meta({ description: "Conditional Access policies." }).optional(),
  accessProfiles: z.record(key, access).meta({ description: "Access by name." }).optional(),
  clusters: z.record(key, cluster).meta({ description: "AKS clusters." }).optional(),
  guardrails: guardrails.optional(),
  expect: z.array(expectation).meta({ description: "Must stay true, whatever anybody changes." }).optional(),
});

/** A config file whose form is right. */
export type Config = z.infer<typeof configSchema>;
export type GroupConfig = z.infer<typeof group>;
export type PolicyConfig = z.infer<typeof policy>;
export type ClusterConfig = z.infer<typeof cluster>;
export type AccessConfig = z.infer<typeof access>;
export type NamespaceAccessConfig = z.infer<typeof namespaceAccess>;
export type RoleSettingsConfig = z.infer<typeof roleSettings>;
export type AssignmentConfig = z.infer<typeof assignment>;
export type PrincipalConfig = z.infer<typeof principal>;
export type RequirementConfig = z.infer<typeof requirement>;
export type ControlConfig = z.infer<typeof control>;
export type SubjectConfig = z.infer<typeof subject>;
