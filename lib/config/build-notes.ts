import { Construct, type IConstruct } from "constructs";
import type { ExpectationEntry } from "../access/model";
import { KNOWN_VERBS, RESOURCES, isKnownResource } from "../access/verbs";
import { ErrorCode } from "../core/error-codes";
import { isNamespaceName } from "../core/namespace";
import { quote } from "../core/text";
import { Deployer } from "../entra";
import { type AccessStack, GuardrailProfile, Guardrails } from "../stacks";
import { setSource, stateFacts } from "../terraform";
import type { Principals } from "./principals";
import type { Config } from "./schema";
import type { Path, SourceFile } from "./source-file";

/** The sections of a file that an acknowledgement may name something in. */
const SECTIONS = ["clusters", "groups", "conditionalAccess"] as const;
/** Where the constructs of a section are in a stack. */
const SCOPES = { clusters: "clusters", groups: "groups", conditionalAccess: "policies" } as const;

const PROFILES = {
  strict: GuardrailProfile.STRICT,
  recommended: GuardrailProfile.RECOMMENDED,
  article: GuardrailProfile.ARTICLE,
};

/** What a file says about its stack and makes nothing of: who applies it, the guardrails, what must stay true. */
export class Notes {
  constructor(
    private readonly stack: AccessStack,
    private readonly file: SourceFile,
    private readonly whole: Config,
    private readonly principals: Principals,
  ) {}

  /** Puts it into the model. */
  public build(): void {
    const { deployer, guardrails, expect } = this.whole;
    if (deployer !== undefined) {
      const [principal] = this.principals.people([deployer], ["deployer"]);
      setSource(new Deployer(this.stack, "deployer", { principal }), this.file.source(["deployer"]));
    }
    if (guardrails !== undefined) this.guardrails(guardrails);
    const scope = new Construct(this.stack, ".expectations");
    const expectations = (expect ?? []).flatMap((e, i) => this.expectation(e, `${scope.node.path}/${i}`, ["expect", i]));
    stateFacts(scope, () => ({ expectations }));
  }

  private guardrails({ profile, acknowledge = [] }: NonNullable<Config["guardrails"]>): void {
    Guardrails.of(this.stack).profile(PROFILES[profile ?? "recommended"]);
    setSource(this.stack.node.findChild(".guardrails"), this.file.source(["guardrails"]));
    acknowledge.forEach(({ rule, on, reason, until }, i) => {
      const path = ["guardrails", "acknowledge", i];
      const subject = on === undefined ? this.stack : this.subject(on, [...path, "on"]);
      const source = this.file.source(path);
      const at = { rule: [...path, "rule"], reason: [...path, "reason"], until: [...path, "until"] };
      const write = () => Guardrails.of(subject).acknowledge(rule, { reason, until, source });
      this.file.attempt(path, write, at);
    });
  }

  /** The construct that `clusters.legacy` means. */
  private subject(on: string, path: Path): IConstruct {
    const [section, key] = on.split(".", 2);
    const known = SECTIONS.flatMap((s) => Object.keys(this.whole[s] ?? {}).map((k) => `${s}.${k}`));
    if (!known.includes(on) && !this.file.isRefused([section, key])) {
      const allowed = "what this file declares, such as clusters.NAME, groups.NAME or conditionalAccess.NAME";
      this.file.reportUnknown(path, on, "something that this file declares", known, allowed);
    }
    const scope = this.stack.node.tryFindChild(SCOPES[section as keyof typeof SCOPES] ?? section);
    // what was refused is not there
    return scope?.node.tryFindChild(key ?? "") ?? this.stack;
  }

  private expectation(config: NonNullable<Config["expect"]>[number], id: string, path: Path): ExpectationEntry[] {
    const source = this.file.source(path);
    if ("noStandingClusterAdmins" in config) return [{ id, source, noStandingClusterAdmins: true }];
    const [who, verb, resource, where] = config.cannot;
    const [cluster, namespace] = where.split("/", 2);
    this.checkDeed(verb, resource, where, [...path, "cannot"]);
    const named = typeof who === "string" && who.includes("@");
    const principal = named ? who : this.principals.one(who, [...path, "cannot", 0]).node.path;
    const at = `${this.stack.node.path}/clusters/${cluster}`;
    const when = config.when ?? "activated";
    const cannot = { principal, verb, resource, cluster: at, namespace: namespace ?? null, when } as const;
    return [{ id, source, cannot }];
  }

  /** An expectation with a misspelt word would always hold. */
  private checkDeed(verb: string, resource: string, where: string, path: Path): void {
    if (!KNOWN_VERBS.includes(verb)) {
      this.file.reportUnknown([...path, 1], verb, "a verb", KNOWN_VERBS, "a verb of Kubernetes such as get or delete, or *");
    }
    if (!isKnownResource(resource)) {
      const allowed = "a resource of Kubernetes such as pods or pods/log, NAME.GROUP for a custom one, or *";
      this.file.reportUnknown([...path, 2], resource, "a resource that is known here", RESOURCES, allowed);
    }
    const [cluster, namespace] = where.split("/", 2);
    const clusters = Object.keys(this.whole.clusters ?? {});
    if (!clusters.includes(cluster) && !this.file.isRefused(["clusters", cluster])) {
      const allowed = "a key under clusters, alone or with a namespace, such as prod/payments";
      this.file.reportUnknown([...path, 3], cluster, "a cluster of this file", clusters, allowed);
    }
    if (namespace !== undefined && !isNamespaceName(namespace)) {
      const message = `${quote(namespace)} is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as prod/payments`;
      this.file.report(ErrorCode.NAME_FORMAT, [...path, 3], message);
    }
  }
}
