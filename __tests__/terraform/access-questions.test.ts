import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AccessModel,
  AccessQuestions,
  AccessStack,
  AksCluster,
  EntraGroup,
  EntraUser,
  Expiration,
  JitGroup,
  ValidationError,
} from "../../lib";
import { assignment, cluster, existingGroup, grant, group, jitGroup, model, settings, user } from "../support/models";
import { SUBSCRIPTION, TENANT, newApp } from "../support/synth";

const models = model({
  principals: [user("alice"), user("bob")],
  groups: [group("devs", ["alice"]), jitGroup("writers"), existingGroup("auditors")],
  assignments: [assignment("eligible", "writers", "devs")],
  roleSettings: [settings("writers")],
  clusters: [cluster("prod"), cluster("test")],
  grants: [
    grant("prod/pay", "reader", "devs"),
    grant("prod/pay", "writer", "writers"),
    grant("test", "reader", "auditors"),
  ],
});
const pods = { verb: "delete", resource: "pods", cluster: "prod", namespace: "pay" };

/** What is wrong with a question: the code and the message of each problem. */
function problems(ask: () => unknown): string[] {
  try {
    ask();
  } catch (e) {
    if (!ValidationError.isValidationError(e)) throw e;
    return e.problems.map((p) => `${p.code} ${p.property}: ${p.message}`);
  }
  throw new Error("it was answered");
}

describe("can", () => {
  const { can } = bound(models);

  test("says yes with the ways that give it, and is about an activation too unless it says otherwise", () => {
    const answer = can({ principal: "alice@contoso.com", ...pods });
    expect(answer.answer).toBe("yes");
    expect(answer.paths.map((p) => [p.mode, p.via.map((hop) => hop.group)])).toEqual([
      ["eligible", ["devs", "writers"]],
    ]);
    expect(can({ principal: "alice", ...pods, when: "standing" }).answer).toBe("no");
    expect(can({ principal: "alice", ...pods, verb: "get", when: "standing" }).answer).toBe("yes");
  });

  test("is about all namespaces where none is named", () => {
    expect(can({ principal: "alice", ...pods, namespace: undefined }).answer).toBe("no");
  });

  test("says unknown with the reasons where only the tenant knows", () => {
    const { answer, why } = can({ principal: "bob", verb: "get", resource: "pods", cluster: "test" });
    expect([answer, why]).toEqual(["unknown", ["whether bob@contoso.com is a member of auditors"]]);
  });
});

test("who names everybody who may, a group that the tenant fills for its members", () => {
  const { who } = bound(models);
  expect(who(pods).rows.map((r) => [r.principal, r.answer])).toEqual([["alice", "yes"]]);
  expect(who({ verb: "get", resource: "pods", cluster: "test" }).rows.map((r) => r.principal)).toEqual(["auditors"]);
  expect(who({ ...pods, when: "standing" }).rows).toEqual([]);
});

test("paths are those of somebody, of a cluster, of a namespace, or all", () => {
  const questions = AccessQuestions.of(models);
  const all = questions.paths().map((p) => questions.inWords(p));
  expect(all).toHaveLength(3);
  expect(questions.paths({ principal: "alice" }).map((p) => questions.inWords(p))).toEqual(all.slice(0, 2));
  expect(questions.paths({ cluster: "test" }).map((p) => questions.nameOf(p.principal))).toEqual(["auditors"]);
  expect(questions.paths({ cluster: "prod", namespace: "other" })).toEqual([]);
  expect(all[1]).toBe(
    "alice@contoso.com is a member of devs, which is eligible for writers for 180d (2h, mfa, justification), which has RBAC Writer on prod/pay",
  );
});

describe("of constructs", () => {
  function declared() {
    const app = newApp();
    const identity = new AccessStack(app, "identity", { tenantId: TENANT });
    const prod = new AccessStack(app, "prod", { tenantId: TENANT, subscriptionId: SUBSCRIPTION });
    const alice = EntraUser.fromLookup(identity, "alice@contoso.com");
    const writers = new JitGroup(identity, "writers", { owners: [alice] });
    writers.assignEligible(alice, { expiration: Expiration.at("2027-06-30"), justification: "On call" });
    const made = new AksCluster(prod, "prod-weu", {
      resourceGroup: { name: "rg", location: "westeurope" },
      nodePool: { vmSize: "Standard_D4s_v5", count: 1 },
    });
    return { app, prod, alice, writers, made };
  }

  test("the whole app answers, whichever of them is asked, and by the constructs themselves", () => {
    const { app, prod, alice, writers, made } = declared();
    made.access.namespace("pay").grantWriter(writers);
    for (const subject of [app, prod, made]) {
      const questions = AccessQuestions.of(subject);
      const asked = { verb: "delete", resource: "pods", cluster: made, namespace: "pay" };
      expect(questions.can({ principal: alice, ...asked }).answer).toBe("yes");
      expect(questions.can({ principal: writers, ...asked, when: "standing" }).answer).toBe("yes");
      expect(questions.who(asked).rows.map((r) => questions.nameOf(r.principal))).toEqual(["alice@contoso.com"]);
    }
  });

  test("what is declared after the question is not in the answer", () => {
    const { app, alice, writers, made } = declared();
    const before = AccessQuestions.of(app);
    made.access.grantWriter(writers);
    const question = { principal: alice, verb: "delete", resource: "pods", cluster: made };
    expect(before.can(question).answer).toBe("no");
    expect(AccessQuestions.of(app).can(question).answer).toBe("yes");
  });

  test("what synth wrote answers like the app", () => {
    const { app, made, writers } = declared();
    made.access.namespace("pay").grantWriter(writers);
    app.synth();
    const written = ["identity", "prod"].map(
      (stack) =>
        JSON.parse(readFileSync(join(app.outdir, "stacks", stack, "access-model.json"), "utf8")) as AccessModel,
    );
    const asked = { verb: "delete", resource: "pods", cluster: "prod-weu", namespace: "pay" };
    expect(AccessQuestions.of(written).who(asked)).toEqual(AccessQuestions.of(app).who(asked));
  });

  test("a construct of another app is refused, instead of being a stranger", () => {
    const [{ app, alice, made }, other] = [declared(), newApp()];
    const stranger = EntraGroup.fromObjectId(
      new AccessStack(other, "else"),
      "g",
      "44444444-4444-4444-8444-444444444444",
    );
    const deed = { verb: "get", resource: "pods" };
    const questions = AccessQuestions.of(app);
    expect(problems(() => questions.can({ ...deed, principal: stranger, cluster: made }))).toEqual([
      `QUESTION_REFERENCE principal: "${stranger.node.path}" is no principal of the app that is asked about`,
    ]);
    expect(problems(() => questions.can({ ...deed, principal: alice, cluster: app }))).toEqual([
      'QUESTION_REFERENCE cluster: "" is no cluster of the app that is asked about',
    ]);
  });
});

describe("a question that cannot be meant so is refused", () => {
  const questions = AccessQuestions.of(models);

  test("with every word that is wrong, and the nearest", () => {
    expect(problems(() => questions.who({ verb: "delet", resource: "pdos", cluster: "prd" }))).toEqual([
      'QUESTION_DEED verb: "delet" is no verb; did you mean "delete"?; allowed: a verb of Kubernetes such as get or delete, or *',
      'QUESTION_DEED resource: "pdos" is no resource that is known here; did you mean "pods"?; allowed: a resource of Kubernetes such as pods or pods/log, NAME.GROUP for a custom one, or *',
      'QUESTION_REFERENCE cluster: "prd" is no cluster that the models know; did you mean "prod"?',
    ]);
    expect(problems(() => questions.who({ ...pods, namespace: "Pay" }))).toEqual([
      'QUESTION_DEED namespace: "Pay" is no name of a namespace; allowed: lower-case letters, digits and hyphens, such as payments',
    ]);
    expect(problems(() => questions.can({ ...pods, principal: "devz" }))).toEqual([
      'QUESTION_REFERENCE principal: "devz" is no principal that the models know; did you mean "devs"?',
    ]);
    expect(problems(() => questions.paths({ cluster: "prd" }))).toHaveLength(1);
  });

  test("and so is something that has no access in it", () => {
    expect(problems(() => AccessQuestions.of([]))).toEqual([
      "QUESTION_SUBJECT : there is nothing to look at: no stack is in it, and no model",
    ]);
    expect(problems(() => AccessQuestions.of("cdktf.out" as unknown as AccessModel))).toEqual([
      "QUESTION_SUBJECT : this is neither a stack nor an app, nor an access model or a list of them",
    ]);
  });
});

/** The questions as functions. */
function bound(subject: AccessModel) {
  const questions = AccessQuestions.of(subject);
  return { can: questions.can.bind(questions), who: questions.who.bind(questions) };
}
