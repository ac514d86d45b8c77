import {
  type Case,
  type Explanation,
  type Rule,
  PROFILES,
  catalogue,
  explanations,
  severityIn,
} from "../lib/guardrails";

const INTRO = `# Guardrails

<!-- Generated from lib/guardrails by \`npm run rules\`; change it there. -->

Rules about the whole access picture: cluster, groups, PIM, Conditional Access and role assignments together, over all
stacks of an app. They run at the end of every synth, of \`main.ts\` and of any CDKTF app that uses a construct of this
library, without being asked.

- An **error** makes \`npm run synth\` and every \`cdktf\` command fail: all stacks at once, one line each. Everything is
  written all the same, so that \`aks-entra\` has something to look into. A **warning** and an **information** are shown.
- In an app of your own, \`node app.js\` says what the CDKTF command line would: after \`app.synth()\` has written every
  stack and the manifest, the lines of all stacks are on standard error, and errors are thrown together, without a stack
  trace. Under the \`cdktf\` command that prints them, and the library is silent.
- A rule that cannot know says nothing: what only the tenant knows is listed by \`aks-entra check\` as not checkable here.
- \`skipValidation\` does not switch them off. \`Testing.synth\` does not run them: in tests use the matchers.
  \`Testing.fullSynth\` and an app of \`Testing.app\` run them and print nothing; an error stops them at its stack.

What cannot be done from inside a library:

- \`CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS\` is how the CDKTF command line tells the framework that it prints and
  stops by itself. Whoever sets it for \`node app.js\` gets neither from us, tonight's switch included: print
  \`Guardrails.report(app)\` after \`app.synth()\`, and fail if a line begins with \`error\`.
- What depends on the day (assignments and acknowledgements that have ended) is not part of a synth, so \`node app.js\`
  does not print it: \`aks-entra check\` does, and so does \`npm run synth\` here.
- A validation that fails, of anybody, stops the synth before the rules of its stack run: mend it first.
- A stack with a synthesizer of your own decides by itself what it does with annotations.

## Profiles

\`recommended\` unless a stack says otherwise; a finding takes the profile of the stack that its subject is in.
\`strict\` makes errors of what is only wise. \`article\` makes warnings of what Microsoft's article leaves open.

\`\`\`yaml
guardrails:
  profile: strict
\`\`\`

\`\`\`ts
new AccessStack(app, "prod", { guardrails: { profile: GuardrailProfile.STRICT } });
Guardrails.of(anyStack).profile(GuardrailProfile.STRICT);
\`\`\`

## Acknowledging a finding

With a reason, for one thing or for everything in the stack, with an end if it has one. It stays visible, marked, and
stops nothing. One that matches nothing is a warning itself. After its end synth goes on as before; the commands say so.

\`\`\`yaml
guardrails:
  acknowledge:
    - { rule: CL-01, on: clusters.legacy, reason: Local accounts go off with the upgrade in March, until: 2027-03-31 }
\`\`\`

\`\`\`ts
Guardrails.of(legacy).acknowledge("CL-01", { reason: "Local accounts go off with the upgrade in March", until: "2027-03-31" });
\`\`\`

A broken expectation is acknowledged in the same way as \`EXPECT\`, always with an end: \`on\` names a group or a cluster
of the file, and covers whoever gets in through that and by no other way.

## Tonight

One switch turns every error into a warning, for the night when something has to go through, \`cdktf destroy\` included.
It wants a reason, says so with every stack, and leaves the reason in the models and the manifest. There is no other:
take it away again in the morning.

\`\`\`bash
AKS_ENTRA_TONIGHT="nobody gets in, INC0042" npx cdktf deploy prod
\`\`\`

In an app of your own: \`Guardrails.tonight(app, "nobody gets in, INC0042")\`, or the context \`aks-entra/tonight\`.
`;

/** The page of all rules. */
export function rulesPage(): string {
  return [
    INTRO,
    "## The rules\n",
    "| Rule | Requirement | strict | recommended | article |",
    "| --- | --- | --- | --- | --- |",
    ...catalogue.flatMap(rows),
    "",
    ...explanations.slice(0, catalogue.length).map(section),
    "## Beside the rules\n",
    ...explanations.slice(catalogue.length).map(section),
  ].join("\n");
}

/** One row for a rule: each way to break it with how serious it is. */
function rows({ id, title, cases }: Rule): string[] {
  const levels = PROFILES.map((profile) => {
    const all = Object.values(cases).map((c) => severityIn(c, profile) ?? "–");
    return [...new Set(all)].join(", ");
  });
  return [`| [${id}](#${anchor(id, title)}) | ${title} | ${levels.join(" | ")} |`];
}

function section({ id, title, cases, why, fix, sources }: Explanation): string {
  return [
    `### ${id}: ${title}\n`,
    ...cases.map((c) => `- ${levelText(c)} when ${c.when}`),
    "",
    `${why}\n`,
    `**Fix.** ${fix}\n`,
    ...(sources.length === 0
      ? []
      : [`**Sources.** ${sources.map((s) => (s.startsWith("https://") ? `<${s}>` : s)).join("; ")}\n`]),
  ].join("\n");
}

function levelText(c: Case): string {
  const levels = PROFILES.map((profile) => [profile, severityIn(c, profile)] as const);
  const usual = severityIn(c, "recommended");
  const others = levels
    .filter(([, level]) => level !== usual)
    .map(([profile, level]) => `${level ?? "nothing"} in ${profile}`);
  return `**${usual ?? "nothing"}**${others.length > 0 ? ` (${others.join(", ")})` : ""}`;
}

/** The anchor that GitHub makes of a heading. */
function anchor(id: string, title: string): string {
  return `${id}: ${title}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replace(/ /g, "-");
}
