import { type AccessPath, type Estate, type LongestUse, type Mode, isUnknown, placeOf, rightName } from "../access";
import { dataPowerOf } from "../access/roles";
import { Duration } from "../core";
import { either } from "../core/text";
import { endsText, gatesText, sourcesOf, wayText } from "./words";

/** One way to a right, in lines: the steps, the right, what is asked for, how long it lasts, where it is written. */
export function wayLines(estate: Estate, path: AccessPath): string[] {
  const { right, gates, certainty, unknowns } = path;
  const until = endsText(path);
  const approvers = [...new Set(gates.activations.flatMap((a) => approversOf(estate, a.approvers)))];
  return [
    `${wayText(estate, path)}${until === "" ? "" : `, ${until}`}`,
    `gives ${rightName(right)} on ${placeOf(estate, right)}${certainty === "yes" ? "" : ` (unknown: ${unknowns.join("; ")})`}`,
    ...gatesText(estate, path),
    ...(approvers.length > 0 ? [`approves: ${either(approvers)}`] : []),
    ...(path.mode === "control-plane" ? [] : longestText(gates.longestUse)),
    `written in ${sourcesOf(estate, path).join(", ") || right.entry}`,
  ];
}

const ORDER: readonly Mode[] = ["standing", "emergency", "active", "eligible", "control-plane"];

/** Ways in the order in which one should try them: those with nothing to do for it first, then those with less power. */
export function inOrder(paths: readonly AccessPath[]): AccessPath[] {
  const power = ({ right }: AccessPath) =>
    (right.namespace === null ? 10 : 0) + (right.kind === "azure-role" ? dataPowerOf(right.role) : 4);
  return [...paths].sort((a, b) => ORDER.indexOf(a.mode) - ORDER.indexOf(b.mode) || power(a) - power(b));
}

/** Who can approve, person by person where the members of a group are written down. */
function approversOf(estate: Estate, approvers: AccessPath["gates"]["activations"][number]["approvers"]): string[] {
  if (isUnknown(approvers)) return [`unknown (${approvers.unknown})`];
  return approvers.flatMap((id) => {
    const members = estate.group(id)?.members;
    if (members === undefined) return [estate.nameOf(id)];
    if (isUnknown(members)) return [`a member of ${estate.nameOf(id)}`];
    return members.map((m) => `${estate.nameOf(m)} (${estate.nameOf(id)})`);
  });
}

function longestText(use: LongestUse): string[] {
  switch (use.kind) {
    case "endless":
      return [];
    case "unknown":
      return [`longest use: unknown (${use.unknown})`];
    case "window":
      return [
        `longest use: ${length(use.window)}, then up to ${use.minutes.to - Duration.parse(use.window).toMinutes()} minutes with the last token`,
      ];
    case "until":
      return [
        `longest use: until ${use.until.replace(/T23:59:59Z$/, "")}, then up to ${use.minutes.to} minutes with the last token`,
      ];
  }
}

const length = (iso: string) => Duration.parse(iso).toString();
