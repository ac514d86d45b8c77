import { ErrorCode } from "../core/error-codes";
import { quote } from "../core/text";
import { ValidationError } from "../core/validation-error";

const UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
/** The name of a resource in its id. */
const NAME = "[^/?#|\"',;\\s]+";
/** What the portal has behind a resource id: the page that is open. */
const PAGE = "(?:/[A-Za-z]+)?$";

/** How the id of one kind of resource is found in what people paste, and how Terraform wants it. */
interface Form {
  /** The form that Terraform takes, for messages. */
  readonly wanted: string;
  /** What may be pasted; the first that fits counts. */
  readonly pasted: readonly RegExp[];
  /** The id from the groups of the expression that fitted; UUIDs in it are small letters by then. */
  readonly write: (...parts: string[]) => string;
  /** What to say of an id that fits nothing, where there is more to say. */
  readonly hint?: (pasted: string) => string | undefined;
}

const whole = (pattern: string): RegExp => new RegExp(`^${pattern}$`, "i");
const anywhere = (pattern: string): RegExp => new RegExp(pattern, "i");

const GROUP: Form = {
  wanted: "/groups/OBJECT-ID",
  pasted: [
    whole(`(${UUID})`),
    // with what of it is listed behind it: /members, /owners
    anywhere(`(?:^|/)(?:groups|directoryObjects)(?:/|\\(')(${UUID})'?\\)?(?:/[A-Za-z]+)?$`),
    anywhere(`/groupId/(${UUID})(?:/|$)`),
  ],
  write: (id) => `/groups/${id}`,
};

const SCHEDULE: Form = {
  wanted: "GROUP-ID_member_SCHEDULE-ID, or _owner_",
  pasted: [anywhere(`(?:^|/|')(${UUID})_(member|owner)_(${UUID})'?\\)?$`)],
  write: (group, access, schedule) => `${group}_${access.toLowerCase()}_${schedule}`,
  hint: (pasted) =>
    whole(UUID).test(pasted)
      ? "this is one UUID, and the id of a schedule has the group, member or owner, and the schedule in it"
      : undefined,
};

const FORMS: Readonly<Record<string, Form>> = {
  azuread_group: GROUP,
  azuread_group_without_members: GROUP,
  azuread_group_member: {
    wanted: "GROUP-ID/member/MEMBER-ID",
    pasted: [anywhere(`(?:^|/)(${UUID})/members?/(${UUID})(?:/\\$ref)?$`)],
    write: (group, member) => `${group}/member/${member}`,
  },
  azuread_group_role_management_policy: {
    wanted: "Group_GROUP-ID_POLICY-ID",
    pasted: [anywhere(`(?:^|/|')Group_(${UUID})_(${UUID})(?:_(?:member|owner))?'?\\)?$`)],
    write: (group, policy) => `Group_${group}_${policy}`,
    hint: (pasted) =>
      whole(UUID).test(pasted)
        ? "this is one UUID, and the id of role settings has the group and the policy in it"
        : undefined,
  },
  azuread_privileged_access_group_eligibility_schedule: SCHEDULE,
  azuread_privileged_access_group_assignment_schedule: SCHEDULE,
  azuread_conditional_access_policy: {
    wanted: "/identity/conditionalAccess/policies/POLICY-ID",
    pasted: [
      whole(`(${UUID})`),
      anywhere(`/policies(?:/|\\(')(${UUID})'?\\)?$`),
      anywhere(`/policyId/(${UUID})(?:/|$)`),
    ],
    write: (id) => `/identity/conditionalAccess/policies/${id}`,
  },
  azurerm_role_assignment: {
    wanted: "SCOPE/providers/Microsoft.Authorization/roleAssignments/NAME",
    pasted: [anywhere(`(/.*?)/providers/Microsoft\\.Authorization/roleAssignments/(${UUID})(\\|${UUID})?$`)],
    write: (scope, name, tenant = "") =>
      `${resourceId(scope)}/providers/Microsoft.Authorization/roleAssignments/${name}${tenant}`,
    hint: (pasted) =>
      whole(UUID).test(pasted)
        ? "this is the name alone, and the id of a role assignment has its scope in it"
        : undefined,
  },
  azurerm_resource_group: {
    wanted: "/subscriptions/ID/resourceGroups/NAME",
    pasted: [anywhere(`(/subscriptions/${UUID}/resourceGroups/${NAME})${PAGE}`)],
    write: (id) => resourceId(id),
  },
  azurerm_kubernetes_cluster: {
    wanted: "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME",
    pasted: [
      anywhere(
        `(/subscriptions/${UUID}/resourceGroups/${NAME}/providers/Microsoft\\.ContainerService/managedClusters/${NAME})${PAGE}`,
      ),
    ],
    write: (id) => resourceId(id),
  },
  azurerm_kubernetes_cluster_node_pool: {
    wanted:
      "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ContainerService/managedClusters/NAME/agentPools/NAME",
    pasted: [
      anywhere(
        `(/subscriptions/${UUID}/resourceGroups/${NAME}/providers/Microsoft\\.ContainerService/managedClusters/${NAME}/agentPools/${NAME})${PAGE}`,
      ),
    ],
    write: (id) => resourceId(id),
  },
  azurerm_monitor_diagnostic_setting: {
    wanted: "RESOURCE-ID|NAME",
    pasted: [
      anywhere(`(/subscriptions/.+?)/providers/microsoft\\.insights/diagnosticSettings/([^/?#|]+)$`),
      anywhere(`(/subscriptions/[^|]+)\\|([^/?#|]+)$`),
    ],
    write: (id, name) => `${resourceId(id)}|${name}`,
  },
};

/** Words of resource ids as Azure writes them; the providers take no others. */
const WORDS = [
  "subscriptions",
  "resourceGroups",
  "providers",
  "managementGroups",
  "Microsoft.Management",
  "Microsoft.ContainerService",
  "Microsoft.Authorization",
  "managedClusters",
  "agentPools",
  "namespaces",
];
const SPELLING = new Map(WORDS.map((word) => [word.toLowerCase(), word]));

/**
 * The id under which Terraform imports a resource, from what somebody pasted: an object id, `/groups/ID`, an address
 * of the portal or of Graph, a resource id in letters of any size, with or without quotes around it.
 *
 * A type that is not known here takes what is pasted as it is, without white space and quotes around it.
 *
 * @param type the Terraform type, `azuread_group`
 * @throws ValidationError IMPORT_ID, saying which form is wanted
 */
export function normalizeImportId(type: string, pasted: string): string {
  const text = bare(pasted);
  const form = (Object.hasOwn(FORMS, type) ? FORMS[type] : undefined) as Form | undefined;
  if (form === undefined && text !== "") return text;
  for (const expression of form?.pasted ?? []) {
    const parts = expression.exec(text)?.slice(1) as (string | undefined)[] | undefined;
    if (parts) return form?.write(...(parts.map(smallUuids) as string[])) ?? text;
  }
  const hint = text === "" ? "nothing is given" : form?.hint?.(text);
  const what = hint === undefined ? `${quote(pasted)} is not the id of an ${type}` : `${quote(pasted)}: ${hint}`;
  throw new ValidationError("", [
    {
      code: ErrorCode.IMPORT_ID,
      property: "",
      message: `${what}; allowed: ${form?.wanted ?? "the id of the resource"}`,
    },
  ]);
}

/** The Terraform types whose ids are known here, sorted. */
export const IMPORTABLE_TYPES: readonly string[] = Object.keys(FORMS).sort();

/** Marks that a chat or a web page puts between letters, and nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** What an id is called in front of it, in JSON, HCL, the portal or a shell. */
const LABEL = /^["']?(?:(?:object|group|policy|resource|principal)[\s_-]?)?id["']?\s*[:=]\s*/i;

/**
 * Without what comes along when somebody copies: white space, quotes, a comma, `"id":`, `Object ID:`, `groupId=` or
 * `urn:uuid:` in front, a query, a slash at the end, none at the beginning, `%2F` for a slash.
 */
function bare(pasted: string): string {
  const line = pasted.replace(INVISIBLE, "").trim();
  const value = line.replace(LABEL, "").replace(/^["'<{(]+|[\s"'>}),;]+$/g, "");
  const opened = value.split("(").length - value.split(")").length;
  const text = decoded(opened > 0 ? `${value})` : value)
    .replace(/^urn:uuid:/i, "")
    .replace(/\?[^#]*$/, "")
    .replace(/\/+$/, "");
  return /^(subscriptions|providers)\//i.test(text) ? `/${text}` : text;
}

function decoded(text: string): string {
  try {
    return /%[0-9a-f]{2}/i.test(text) ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

function smallUuids(part: string | undefined): string | undefined {
  return part?.replace(new RegExp(UUID, "g"), (id) => id.toLowerCase());
}

/** A resource id in Azure's own spelling, from where the path begins: addresses of the portal have more before it. */
function resourceId(text: string): string {
  const start = /\/(subscriptions|providers)\//i.exec(text)?.index ?? 0;
  return text
    .slice(start)
    .split("/")
    .map((step) => SPELLING.get(step.toLowerCase()) ?? step)
    .join("/");
}
