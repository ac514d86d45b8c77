import { TerraformStack } from "cdktf";
import { AccessStack, AksCluster, EntraGroup, GuardrailProfile, Guardrails, accessModelOf } from "../../lib";
import { SUBSCRIPTION, TENANT, errorOf, foreignStack, newApp, newStack } from "../support/synth";

const SUBSCRIBED = { tenantId: TENANT, subscriptionId: SUBSCRIPTION };

/** A cluster that exists with local accounts, which a rule finds. */
function open(stack: TerraformStack, id = "legacy") {
  return AksCluster.fromClusterAttributes(stack, id, {
    resourceGroup: "rg",
    subscriptionId: SUBSCRIPTION,
    tenantId: TENANT,
    assume: { localAccounts: true },
  });
}

test("a stack of ours takes profile and acknowledgements as a prop", () => {
  const stack = newStack({
    guardrails: {
      profile: GuardrailProfile.STRICT,
      acknowledge: [{ rule: "CL-01", reason: "It goes in March", until: "2027-03-31" }],
    },
  });
  expect(accessModelOf(stack).guardrails).toEqual([
    {
      id: "test/.guardrails",
      source: undefined,
      profile: "strict",
      acknowledge: [{ rule: "CL-01", on: null, reason: "It goes in March", until: "2027-03-31" }],
    },
  ]);
});

test("any stack may say it, of a construct and all below it", () => {
  const stack = foreignStack();
  const cluster = open(stack);
  Guardrails.of(cluster).acknowledge("CL-01", { reason: "It goes in March" }).profile(GuardrailProfile.ARTICLE);
  Guardrails.of(stack).acknowledge("CL-04", { reason: "Anywhere", source: "rules.txt:3" });
  expect(accessModelOf(stack).guardrails).toMatchObject([
    {
      profile: "article",
      acknowledge: [
        { rule: "CL-01", on: "foreign/legacy", reason: "It goes in March", until: null },
        { rule: "CL-04", on: null, reason: "Anywhere", until: null, source: "rules.txt:3" },
      ],
    },
  ]);
});

test("a stack that says nothing has no entry", () => {
  const stack = newStack();
  EntraGroup.fromObjectId(stack, "ops", "44444444-4444-4444-8444-444444444444");
  expect(accessModelOf(stack).guardrails).toEqual([]);
});

test("an acknowledgement with everything wrong gets every problem at once", () => {
  const stack = newStack();
  const error = errorOf(() => Guardrails.of(stack).acknowledge("local-accounts", { reason: " ", until: "2027-02-30" }));
  expect(error.problems.map((p) => [p.property, p.code])).toEqual([
    ["rule", "NAME_FORMAT"],
    ["reason", "TEXT_EMPTY"],
    ["until", "DATE_FORMAT"],
  ]);
  expect(accessModelOf(stack).guardrails).toEqual([]);
});

test("a broken expectation is acknowledged until a day, and not for good", () => {
  const stack = newStack();
  const reason = "Until everybody has activated once";
  expect(errorOf(() => Guardrails.of(stack).acknowledge("EXPECT", { reason })).problems).toEqual([
    expect.objectContaining({ property: "until", code: "ACKNOWLEDGEMENT_END_MISSING" }),
  ]);
  Guardrails.of(stack).acknowledge("EXPECT", { reason, until: "2027-01-31" });
  const [{ acknowledge }] = accessModelOf(stack).guardrails;
  expect(acknowledge).toEqual([{ rule: "EXPECT", on: null, reason, until: "2027-01-31" }]);
});

describe("in somebody's own app, without being asked,", () => {
  test.each([[false], [true]])("an error stops the synth, also with skipValidation: %s", (skipValidation) => {
    const app = newApp({ skipValidation });
    open(new TerraformStack(app, "foreign"));
    expect(() => app.synth()).toThrow(/\[foreign\/legacy\]: CL-01 local accounts are on in legacy \(as is assumed\)/);
  });

  test("an acknowledged error does not", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "foreign");
    Guardrails.of(open(stack)).acknowledge("CL-01", { reason: "It goes in March" });
    app.synth();
    const levels = app.manifest
      .forStack(stack)
      .annotations.map((a) => [a.level, a.message.split(" ").slice(0, 2).join(" ")]);
    expect(levels).toContainEqual(["@cdktf/info", "CL-01 acknowledged"]);
  });

  test("findings are about all stacks together, each shown in its own", () => {
    const app = newApp();
    const [one, two] = [new AccessStack(app, "one", SUBSCRIBED), new AccessStack(app, "two", SUBSCRIBED)];
    const devs = EntraGroup.fromObjectId(one, "devs", "44444444-4444-4444-8444-444444444444");
    const cluster = open(two);
    cluster.access.grantReader(devs);
    cluster.access.namespace("payments").grantReader(devs);
    Guardrails.of(cluster).acknowledge("CL-01", { reason: "It goes in March" });
    app.synth();
    const shown = (stack: TerraformStack, rule: string) =>
      app.manifest
        .forStack(stack)
        .annotations.filter((a) => a.message.startsWith(rule))
        .map((a) => a.constructPath);
    expect([shown(one, "NS-03"), shown(two, "NS-03")]).toEqual([[], ["two/legacy/namespace/payments/reader/devs"]]);
  });
});
