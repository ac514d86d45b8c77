import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AnnotationMetadataEntryType, type Manifest, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type Finding, hasChecks, runChecks } from "../access/checks";
import { type AccessModel, type Facts, modelOf } from "../access/model";
import { typeNeedsOf } from "./needs";
import { stackContextOf } from "./stack-context";
import { MODEL_FILE_NAME, serializeModel } from "../access/serialize";

/** Under this key the framework looks for what a node does at the end of the synthesis of its stack. */
export const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");
const FACTS = Symbol.for("cdktf-aks-entra/facts");
const SOURCE = "cdktf-aks-entra/source";

interface Session {
  readonly outdir: string;
  readonly manifest: Manifest;
}

const written = new WeakMap<object, Set<TerraformStack>>();

/**
 * Registers what a construct says about access.
 *
 * The function is called at the end of synth, after everybody's setters and aspects, once per stack. The first of our
 * constructs that the framework reaches in a stack writes the model for all of them: nothing is added to the tree,
 * constructs made late are seen, removed ones are not.
 */
export function stateFacts(construct: Construct, facts: () => Facts): void {
  Object.defineProperty(construct, FACTS, { value: facts });
  Object.defineProperty(construct, CUSTOM_SYNTHESIS, {
    value: { onSynthesize: (session: Session) => endOfSynth(session, TerraformStack.of(construct)) },
    enumerable: false,
  });
}

/** Notes where a construct is written, `config/article.yaml:12:5`: relative, forward slashes. */
export function setSource(construct: IConstruct, source: string): void {
  construct.node.addMetadata(SOURCE, source);
}

/** Where a construct is written, if anybody noted it. */
export function sourceOf(construct: IConstruct): string | undefined {
  return construct.node.metadata.find((m) => m.type === SOURCE)?.data as string | undefined;
}

/** Shows a warning at a construct, with every command; without a stack trace, which would carry this machine's paths. */
export function warn(construct: IConstruct, message: string): void {
  construct.node.addMetadata(AnnotationMetadataEntryType.WARN, message);
}

/**
 * What the constructs of one stack say now; constructs of stacks nested in it are left to those.
 *
 * @param withNeeds whether what it holds is listed by type, which checks of other stacks have no use for
 */
export function accessModelOf(stack: TerraformStack, withNeeds = true): AccessModel {
  const said: Facts[] = [];
  const visit = (construct: IConstruct): void => {
    if (construct !== stack && TerraformStack.isStack(construct)) return;
    const facts = (construct as { [FACTS]?: () => Facts })[FACTS];
    if (facts) said.push(facts());
    construct.node.children.forEach(visit);
  };
  visit(stack);
  if (withNeeds) said.push({ needs: typeNeedsOf(stack) });
  return modelOf(
    stack.node.id,
    said,
    (stackContextOf(stack)?.uses ?? stack.dependencies).map((s) => s.node.id),
  );
}

function endOfSynth(session: Session, stack: TerraformStack): void {
  const done = written.get(session) ?? new Set();
  written.set(session, done);
  if (done.has(stack)) return;
  done.add(stack);

  const model = accessModelOf(stack);
  if (hasChecks()) {
    const others = stack.node.root.node.findAll().filter((c) => TerraformStack.isStack(c) && c !== stack);
    const findings = runChecks([model, ...others.map((s) => accessModelOf(s as TerraformStack, false))]);
    for (const finding of findings) show(finding, stack);
  }
  const file = join(dirname(session.manifest.forStack(stack).synthesizedStackPath), MODEL_FILE_NAME);
  const path = join(session.outdir, file);
  // an outer stack's walk may reach a nested stack before the framework made its folder
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, serializeModel(model));
}

const LEVEL = {
  error: AnnotationMetadataEntryType.ERROR,
  warning: AnnotationMetadataEntryType.WARN,
  info: AnnotationMetadataEntryType.INFO,
} as const;

/**
 * Shows a finding at its subject, if that is in this stack; each stack shows its own.
 *
 * A subject that is no construct is shown at the nearest one above it, or with every stack if there is none.
 */
function show(finding: Finding, stack: TerraformStack): void {
  let subject: IConstruct = stack.node.root;
  for (const id of finding.subject.split("/")) {
    const next = subject.node.tryFindChild(id);
    if (next === undefined) break;
    subject = next;
  }
  const owner = [...subject.node.scopes].reverse().find((c) => TerraformStack.isStack(c));
  if (owner === undefined) subject = stack;
  else if (owner !== stack) return;
  const text = `${finding.rule} ${finding.message}`;
  const level = LEVEL[finding.severity];
  if (!subject.node.metadata.some((m) => m.type === level && m.data === text)) subject.node.addMetadata(level, text);
}
