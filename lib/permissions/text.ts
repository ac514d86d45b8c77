import { either } from "../core/text";
import { conditionText } from "./condition";
import type { AzureScope } from "./azure";
import { ROLE_ADMINISTRATOR } from "./custom-role";
import type { Permissions } from "./permissions";

const SHOWN = 2;

/** Permissions for a person who reads; ends with a newline. */
export function permissionsText(permissions: Permissions): string {
  const { stack, for: purpose, graph, directoryRoles, azure, state, unknown, doubts, notes } = permissions;
  const title = `${stack}: to ${purpose === "plan" ? "make a plan of it" : "apply it"}`;
  const nothing =
    graph.length + azure.length + state.length === 0 ? ["  nothing: it holds nothing that is read or written"] : [];
  return `${[
    title,
    ...nothing,
    ...section(
      "Microsoft Graph, application permissions",
      graph.map(({ name, why, to, instead }) => {
        const or = instead.length > 0 ? `; instead: ${either(instead)}` : "";
        return `    ${name}\n      to ${either(to, "and")}: ${few(why)}${or}`;
      }),
    ),
    ...section(
      "A person in place of an application: roles of Entra",
      directoryRoles.map((role) => `    ${role}`),
    ),
    ...section("Azure", azure.map(scopeText)),
    ...section(
      "Terraform state",
      state.map(
        (s) =>
          `    ${s.role} on the container ${s.container} of ${s.storageAccount} (${s.resourceGroup}): the state of ${s.of}`,
      ),
    ),
    ...section(
      "Not known here: say yourself what these need",
      unknown.map((address) => `    ${address}`),
    ),
    ...section(
      "To look at",
      doubts.map((doubt) => `    ${doubt}`),
    ),
    ...section(
      "What else it can do",
      notes.map((note) => `    ${note}`),
    ),
  ].join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines];
}

function scopeText({ scope, actions, assigns }: AzureScope): string {
  return [
    `    ${scope}`,
    ...(actions.length > 0 ? ["      a custom role of these actions:"] : []),
    ...actions.map(({ action, why }) => `        ${action}: ${few(why)}`),
    ...(assigns
      ? [
          `      ${ROLE_ADMINISTRATOR}, with this condition, for ${few(assigns.why)}:`,
          `        ${conditionText(assigns)}`,
        ]
      : []),
  ].join("\n");
}

function few(why: readonly string[]): string {
  const more = why.length - SHOWN;
  return `${why.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
