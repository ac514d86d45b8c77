import { Duration } from "../core/duration";
import { Problems } from "../core/validation-error";
import { AKS_SERVER, AZURE_MANAGEMENT, gatesOn } from "./coverage";
import type { Estate } from "./estate";
import { type Fact, isUnknown } from "./model";
import type { Activation, Gates, Hop, LongestUse } from "./path";
import type { Way, Ways } from "./ways";

/**
 * Minutes for which a token is good after the window has ended: groups are in the token, so a right outlasts it.
 *
 * @see https://learn.microsoft.com/azure/aks/privileged-identity-management
 */
export const TOKEN_MINUTES = { from: 60, to: 75 };

/** What stands on ways; each way is looked at once. */
export class GateKeeper {
  private readonly byWay = new WeakMap<Way, Gates>();
  private readonly policies = new Map<string, Gates["policies"]>();
  private readonly standing = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly estate: Estate,
    private readonly ways: Ways,
  ) {}

  /** The gates on a way to what its holder may do. */
  public of(way: Way): Gates {
    const known = this.byWay.get(way);
    if (known !== undefined) return known;
    const gates: Gates = {
      activations: way.hops.filter((h) => h.kind === "eligible").map((h) => this.activation(h)),
      policies: this.policiesOn(way),
      longestUse: this.longestUse(way),
    };
    this.byWay.set(way, gates);
    return gates;
  }

  /** The gates on a way to the local administrator, whose certificate neither policies on AKS nor time take away. */
  public ofLocalAdmin(way: Way): Gates {
    const { activations, policies } = this.of(way);
    return { activations, policies: { before: [], after: [], azure: policies.azure }, longestUse: { kind: "endless" } };
  }

  private activation({ group, accessId }: Hop): Activation {
    const settings = this.estate.roleSettings(group, accessId);
    const unknown = { unknown: "nobody states the role settings" };
    const { estate } = this;
    return {
      group,
      accessId,
      settings: settings?.id ?? null,
      maximum: settings?.activation.maximum ?? unknown,
      mfa: settings?.activation.mfa ?? unknown,
      authenticationContext: settings === undefined ? unknown : settings.activation.authenticationContext,
      justification: settings?.activation.justification ?? unknown,
      ticket: settings?.activation.ticket ?? unknown,
      approvers: settings === undefined ? unknown : joinedIds(estate, settings.activation.approvers),
    };
  }

  private policiesOn({ principal, hops }: Way): Gates["policies"] {
    const before = this.groupsNow(principal);
    const after = new Set([...before, ...hops.map((h) => h.group)]);
    const key = [principal, ...[...after].sort()].join("\u0000");
    const known = this.policies.get(key);
    if (known !== undefined) return known;
    const on = (groups: ReadonlySet<string>, application: string) =>
      gatesOn(this.estate, { principal, groups }, application);
    const policies = {
      before: on(before, AKS_SERVER),
      after: on(after, AKS_SERVER),
      azure: on(before, AZURE_MANAGEMENT),
    };
    this.policies.set(key, policies);
    return policies;
  }

  /** The groups that somebody is in with nothing activated. */
  private groupsNow(principal: string): ReadonlySet<string> {
    const known = this.standing.get(principal);
    if (known !== undefined) return known;
    const now = this.ways.of(principal).filter((w) => w.mode !== "eligible" && w.mode !== "control-plane");
    const groups = new Set(now.flatMap((w) => w.hops.map((h) => h.group)));
    this.standing.set(principal, groups);
    return groups;
  }

  private longestUse(way: Way): LongestUse {
    if (way.mode === "eligible") {
      const activations = way.hops.filter((h) => h.kind === "eligible");
      return useOf(this.activation(activations[activations.length - 1]).maximum);
    }
    if (way.mode !== "active") return { kind: "endless" };
    return shortest(way.hops.filter((h) => h.kind === "active").map((h) => useOf(h.ends ?? "permanent")));
  }
}

function joinedIds(estate: Estate, ids: Fact<readonly string[]>): Fact<readonly string[]> {
  return isUnknown(ids) ? ids : ids.map(estate.idOf);
}

function useOf(end: Fact<string>): LongestUse {
  if (isUnknown(end)) return { kind: "unknown", unknown: end.unknown };
  if (end === "permanent") return { kind: "endless" };
  if (!end.startsWith("P")) return { kind: "until", until: end, minutes: TOKEN_MINUTES };
  const minutes = Problems.none()
    .attempt("", () => Duration.parse(end))
    ?.toMinutes();
  if (minutes === undefined) return { kind: "unknown", unknown: `${end} depends on the calendar` };
  return {
    kind: "window",
    window: end,
    minutes: { from: minutes + TOKEN_MINUTES.from, to: minutes + TOKEN_MINUTES.to },
  };
}

/** Which of several active assignments on one way ends first: the one that is known to, by length, then by date. */
function shortest(uses: readonly LongestUse[]): LongestUse {
  const order = ["window", "until", "unknown", "endless"];
  const size = (use: LongestUse) => (use.kind === "window" ? use.minutes.to : 0);
  const date = (use: LongestUse) => (use.kind === "until" ? use.until : "");
  return [...uses].sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || size(a) - size(b) || (date(a) < date(b) ? -1 : 1),
  )[0];
}
