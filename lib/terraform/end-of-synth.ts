import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AnnotationMetadataEntryType, type Manifest, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { type Finding, findingText, hasChecks, runChecks } from "../access/checks";
import { type AccessModel, type Facts, modelOf } from "../access/model";
import { typeNeedsOf } from "./needs";
import { speakAfter } from "./plain-run";
import { stackContextOf } from "./stack-context";
import { tonightIn } from "./tonight";
import { MODEL_FILE_NAME, serializeModel } from "../access/serialize";

/** Under this key the framework looks for what a node does at the end of the synthesis of its stack. */
export const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");
const FACTS = Symbol.for("cdktf-aks-entra/facts");
const SOURCE = "cdktf-aks-entra/source";

interface Session {
  readonly outdir: string;
  readonly manifest: Manifest;
}

/** What is known of one synthesis of an app. */
interface Synthesis {
  /** The stacks that are done. */
  readonly done: Set<TerraformStack>;
  /** What every stack said when the app was looked at last, as it is and as text. */
  readonly models: Map<TerraformStack, { readonly model: AccessModel; readonly text: string }>;
  findings: readonly Finding[];
  /** The findings that a stack has shown, or does not have to. */
  readonly shown: Set<string>;
}

const syntheses = new WeakMap<object, Synthesis>();

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
 * Shows an error at a construct, which stops every command of the app that deploys. What was synthesized is written all
 * the same, models included, so that the commands that mend it have something to read.
 */
export function refuse(construct: IConstruct, message: string): void {
  construct.node.addMetadata(AnnotationMetadataEntryType.ERROR, message);
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
  const uses = (stackContextOf(stack)?.uses ?? stack.dependencies).map((s) => s.node.id);
  const tonight = tonightIn(stack);
  const model = modelOf(stack.node.id, said, uses);
  return tonight === undefined ? model : { ...model, tonight };
}

function endOfSynth(session: Session, stack: TerraformStack): void {
  const synthesis = syntheses.get(session) ?? { done: new Set(), models: new Map(), findings: [], shown: new Set() };
  syntheses.set(session, synthesis);
  speakAfter(session.manifest, stack.node.root);
  if (synthesis.done.has(stack)) return;

  const model = accessModelOf(stack);
  if (hasChecks()) {
    look(synthesis, stack, model);
    for (const finding of synthesis.findings) show(finding, stack, synthesis);
  }
  synthesis.done.add(stack);
  const file = join(dirname(session.manifest.forStack(stack).synthesizedStackPath), MODEL_FILE_NAME);
  const path = join(session.outdir, file);
  // an outer stack's walk may reach a nested stack before the framework made its folder
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, serializeModel(model));
}

/**
 * Looks at the whole app once in a synthesis: at its first stack, and again only where a stack says something else
 * by now, because somebody's aspect changed it when its turn came.
 */
function look(synthesis: Synthesis, stack: TerraformStack, model: AccessModel): void {
  const { models } = synthesis;
  const text = textOf(model);
  if (models.get(stack)?.text === text) return;
  if (models.size === 0) {
    const others = stack.node.root.node.findAll().filter((c) => TerraformStack.isStack(c) && c !== stack);
    for (const other of others as TerraformStack[]) {
      const said = accessModelOf(other, false);
      models.set(other, { model: said, text: textOf(said) });
    }
  }
  models.set(stack, { model, text });
  synthesis.findings = runChecks([...models.values()].map((m) => m.model));
}

/** What a model says that a check may look at; the permissions that a stack needs are asked for when its turn comes. */
function textOf(model: AccessModel): string {
  return JSON.stringify({ ...model, needs: [] });
}

const LEVEL = {
  error: AnnotationMetadataEntryType.ERROR,
  warning: AnnotationMetadataEntryType.WARN,
  info: AnnotationMetadataEntryType.INFO,
} as const;

/**
 * Shows a finding at its subject, if that is in this stack; each stack shows its own. Acknowledged ones are shown as
 * information.
 *
 * A subject that is no construct is shown at the nearest one above it, or with every stack if there is none. What
 * turns up about a stack that is done, by an aspect of this one, is shown here.
 */
function show(finding: Finding, stack: TerraformStack, { done, shown }: Synthesis): void {
  let subject: IConstruct = stack.node.root;
  for (const id of finding.subject.split("/")) {
    const next = subject.node.tryFindChild(id);
    if (next === undefined) break;
    subject = next;
  }
  const owner = [...subject.node.scopes].reverse().find((c) => TerraformStack.isStack(c)) as TerraformStack | undefined;
  const text = findingText(finding);
  const key = `${finding.severity} ${finding.subject} ${text}`;
  if (owner === undefined || (done.has(owner) && !shown.has(key))) subject = stack;
  else if (owner !== stack) return;
  shown.add(key);
  const level = finding.acknowledged ? LEVEL.info : LEVEL[finding.severity];
  if (!subject.node.metadata.some((m) => m.type === level && m.data === text)) subject.node.addMetadata(level, text);
}
