import tseslint from "typescript-eslint";

const barrels = {
  regex: "^@cdktf/provider-(azurerm|azuread)(/lib)?$",
  message: "Import @cdktf/provider-…/lib/<thing>: the whole provider costs 1.6 s and 400 MB.",
};
const internals = { regex: "^cdktf/lib/", message: "cdktf/lib is not cdktf's public API." };
const traps = ["Aspects", "DataResource", "ImportableResource", "CloudBackend", "Annotations"].map((name) => ({
  name: "cdktf",
  importNames: [name],
  message: {
    Aspects: "Aspects are lost without a word when there are two copies of cdktf, and run before the user's own.",
    DataResource: "It runs `terraform version` at synth, which a machine with Node alone does not have.",
    ImportableResource: "It runs `terraform version` at synth, which a machine with Node alone does not have.",
    CloudBackend: "It runs `terraform version` at synth, which a machine with Node alone does not have.",
    Annotations: "It keeps a stack trace with this machine's paths; use warn() of lib/terraform.",
  }[name],
}));
const calls = [
  ["importFrom", "It runs `terraform version` at synth, which a machine with Node alone does not have."],
  ["generateConfigForImport", "It runs `terraform version` at synth, which a machine with Node alone does not have."],
  ["moveTo", "It runs `terraform version` at synth, which a machine with Node alone does not have."],
  ["moveFromId", "It runs `terraform version` at synth, which a machine with Node alone does not have."],
  ["moveToId", "It runs `terraform version` at synth, which a machine with Node alone does not have."],
].map(([name, message]) => ({ selector: `CallExpression[callee.property.name='${name}']`, message }));

/** What a folder of lib/ may import beside itself: the dependency direction of the house. */
const layers = {
  core: [],
  access: ["core"],
  terraform: ["core", "access"],
  entra: ["core", "access", "terraform"],
  pim: ["core", "access", "terraform", "entra"],
  "conditional-access": ["core", "access", "terraform", "entra"],
  aks: ["core", "access", "terraform", "entra"],
  stacks: ["core", "access", "terraform", "entra", "pim", "conditional-access", "aks"],
  config: ["core", "access", "terraform", "entra", "pim", "conditional-access", "aks", "stacks"],
  guardrails: ["core", "access"],
  diff: ["core", "access"],
  gate: ["core", "access"],
  permissions: ["core", "access"],
  takeover: ["core", "access"],
  cli: ["core", "access", "guardrails", "diff", "gate", "permissions", "takeover"],
  testing: ["core", "access", "guardrails", "diff", "terraform"],
};
const all = Object.keys(layers);
const light = {
  regex: "^(zod|yaml|commander|@azure/.*)(/|$)",
  message: "Only lib/config reads files, only the commands talk to Azure; the library's entry stays light.",
};
const HEAVY = ["config", "cli", "takeover"];
const PURE = ["core", "access", "guardrails", "diff", "gate", "permissions", "takeover", "cli"];
const pure = {
  regex: "^(cdktf|constructs|@cdktf/.*)$",
  message: "What reads models knows no framework: the command line starts without loading it.",
};

const boundaries = all.map((layer) => ({
  files: [`lib/${layer}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        paths: traps,
        patterns: [
          barrels,
          internals,
          ...(HEAVY.includes(layer) ? [] : [light]),
          ...(PURE.includes(layer) ? [pure] : []),
          ...all
            .filter((other) => other !== layer && !layers[layer].includes(other))
            .map((other) => ({
              regex: `^\\.\\./(\\.\\./)*${other}(/|$)`,
              message: `${layer} does not know ${other}: dependencies point one way.`,
            })),
          { regex: "^\\.\\.(/index)?$", message: "Nothing in lib/ imports the entry." },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "coverage/", ".stryker-tmp/", "node_modules/"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "no-restricted-imports": ["error", { patterns: [barrels] }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    // the command's entry is where the clock, the environment and the streams come in
    ignores: ["lib/cli/main.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "BinaryExpression[operator='instanceof']",
          message: "Two copies of a class are two classes; use the guards.",
        },
        {
          selector: "Property[key.name='staticId'][value.value=true]",
          message: "Two outputs of one name: one is lost without a word.",
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: "Same input, same bytes: no environment below main.ts.",
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Same input, same bytes: no clock below main.ts.",
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: "Same input, same bytes: no clock below main.ts.",
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: "Same input, same bytes: no chance below main.ts.",
        },
        {
          selector: "AssignmentExpression[left.property.name='staticId']",
          message: "Two outputs of one name: one is lost without a word.",
        },
        ...calls,
      ],
    },
  },
  ...boundaries,
  {
    files: ["__tests__/**/*.ts"],
    rules: { "@typescript-eslint/no-explicit-any": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
