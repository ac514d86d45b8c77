import fc from "fast-check";
import {
  type AccessModel,
  type Facts,
  type GrantEntry,
  type PrincipalEntry,
  MODEL_SCHEMA_VERSION,
  isUnknown,
} from "../../lib";
import { modelOf } from "../../lib/access/model";
import { MODEL_FILE_NAME, serializeModel } from "../../lib/access/serialize";

fc.configureGlobal({ seed: 1 });

function principal(id: string): PrincipalEntry {
  return { id, type: "User", objectId: { unknown: "given by the directory at apply" } };
}

function grant(id: string): GrantEntry {
  return { id, cluster: "s/c", principal: "s/p", role: "guid", roleName: "Reader", namespace: null };
}

const EMPTY: AccessModel = {
  schemaVersion: 1,
  stack: "s",
  uses: [],
  principals: [],
  groups: [],
  roleSettings: [],
  assignments: [],
  policies: [],
  clusters: [],
  grants: [],
  emergencyAccess: [],
  deployers: [],
  guardrails: [],
  expectations: [],
};

test("a stack of which nothing is said has every part, and each is empty", () => {
  expect(modelOf("s", [])).toEqual(EMPTY);
  expect(modelOf("s", [{}, {}])).toEqual(EMPTY);
  expect(MODEL_SCHEMA_VERSION).toBe(1);
});

test("what several constructs say is put together, each part by itself", () => {
  const whole: Required<Facts> = {
    principals: [principal("s/p")],
    groups: [
      {
        id: "s/g",
        objectId: "o",
        displayName: "g",
        kind: "existing",
        roleAssignable: { unknown: "only the tenant knows" },
        owners: [],
        members: [],
      },
    ],
    roleSettings: [
      {
        id: "s/g/settings",
        group: "s/g",
        accessId: "member",
        activation: {
          maximum: "PT4H",
          mfa: true,
          authenticationContext: null,
          justification: true,
          ticket: false,
          approvers: [],
        },
        eligible: { expireAfter: "P180D", permanentAllowed: false },
        active: { expireAfter: "P15D", permanentAllowed: false, justification: true, mfa: false },
        alerts: [],
      },
    ],
    assignments: [
      {
        id: "s/g/a",
        group: "s/g",
        principal: "s/p",
        kind: "eligible",
        accessId: "member",
        start: null,
        expiration: "P180D",
        justification: "rota",
        ticket: null,
      },
    ],
    endedAssignments: [
      {
        id: "s/g/b",
        group: "s/g",
        principal: "s/p",
        kind: "active",
        accessId: "member",
        start: null,
        expiration: "PT8H",
        justification: "roll-out",
        ticket: null,
      },
    ],
    needs: [{ id: "s/azuread_group", kind: "resource", type: "azuread_group", addresses: ["azuread_group.g"] }],
    policies: [
      {
        id: "s/policy",
        displayName: "policy",
        state: "enabled",
        include: ["s/g"],
        exclude: [],
        applications: ["All"],
        controls: ["mfa"],
        operator: "AND",
        authenticationStrength: null,
        signInFrequency: null,
        deviceCodeOnly: false,
      },
    ],
    clusters: [
      {
        id: "s/c",
        name: "c",
        resourceGroup: "rg",
        subscriptionId: "sub",
        tenantId: "t",
        kind: "made",
        azureRbac: true,
        localAccountsDisabled: true,
        runCommandEnabled: false,
        privateCluster: false,
        authorizedIpRanges: [],
        workloadIdentity: false,
        kubernetesVersion: "1.36",
        adminGroups: ["s/g"],
        auditLogs: [],
        clusterUserRole: "granted",
      },
    ],
    grants: [grant("s/c/reader/p")],
    emergencyAccess: [{ id: "s/emergency", accounts: ["s/p"] }],
    deployers: [{ id: "s/deployer", principal: "s/p" }],
    guardrails: [{ id: "s/.guardrails", profile: "recommended", acknowledge: [] }],
    expectations: [{ id: "s/.guardrails/0", noStandingClusterAdmins: true }],
  };
  expect(modelOf("s", [whole])).toEqual({ ...EMPTY, ...whole });
  const oneByOne = Object.entries(whole).map(([part, entries]) => ({ [part]: entries }) as Facts);
  expect(modelOf("s", oneByOne)).toEqual({ ...EMPTY, ...whole });
});

test("entries are in the order of their ids, in whatever order they were said", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^s\/[A-Za-z0-9/-]{1,6}$/), { maxLength: 6 });
  const order = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(ids, order, (all, keys) => {
      const shuffled = all.map((id, i) => ({ id, key: keys[i] })).sort((a, b) => a.key - b.key);
      const model = modelOf(
        "s",
        shuffled.map(({ id }) => ({ principals: [principal(id)], grants: [grant(id)] })),
      );
      // by code units, not by the words of somebody's language
      const expected = [...all].sort();
      expect(model.principals.map((e) => e.id)).toEqual(expected);
      expect(model.grants.map((e) => e.id)).toEqual(expected);
    }),
  );
});

test("two entries of one id keep the order in which they were said", () => {
  const said: Facts[] = [
    { emergencyAccess: [{ id: "s/x", accounts: ["first"] }] },
    { emergencyAccess: [{ id: "s/x", accounts: ["second"] }] },
  ];
  expect(modelOf("s", said).emergencyAccess.map((e) => e.accounts[0])).toEqual(["first", "second"]);
});

test.each([
  [{ unknown: "changed by hand" }, true],
  [{ system: "ServiceNow", number: "CHG1" }, false],
  [["unknown"], false],
  ["unknown", false],
  [null, false],
  [false, false],
  [0, false],
])("%j is unknown: %s", (fact, unknown) => {
  expect(isUnknown(fact)).toBe(unknown);
});

test("the file is sorted by keys at every depth, has two spaces and ends with a newline", () => {
  const model = modelOf("s", [{ principals: [{ ...principal("s/p"), source: "config/a.yaml:1:2" }] }]);
  expect(serializeModel(model)).toBe(`{
  "assignments": [],
  "clusters": [],
  "deployers": [],
  "emergencyAccess": [],
  "expectations": [],
  "grants": [],
  "groups": [],
  "guardrails": [],
  "policies": [],
  "principals": [
    {
      "id": "s/p",
      "objectId": {
        "unknown": "given by the directory at apply"
      },
      "source": "config/a.yaml:1:2",
      "type": "User"
    }
  ],
  "roleSettings": [],
  "schemaVersion": 1,
  "stack": "s",
  "uses": []
}
`);
  expect(MODEL_FILE_NAME).toBe("access-model.json");
});

test("the file has no key for what was not said, and keeps null", () => {
  const [entry] = [grant("s/c/reader/p")];
  const text = serializeModel(modelOf("s", [{ grants: [{ ...entry, source: undefined }] }]));
  expect(text).not.toContain("source");
  expect(text).toContain(`"namespace": null`);
});

test("the file is the same whatever the order of the keys in memory, and is the model", () => {
  const model = modelOf("s", [{ principals: [principal("s/b"), principal("s/a")], grants: [grant("s/g")] }]);
  const reversed = Object.fromEntries(Object.entries(model).reverse()) as unknown as AccessModel;
  expect(serializeModel(reversed)).toBe(serializeModel(model));
  expect(JSON.parse(serializeModel(model))).toEqual(model);
});

test("the order of a list is kept in the file", () => {
  const model = modelOf("s", [{ emergencyAccess: [{ id: "s/e", accounts: ["s/z", "s/a"] }] }]);
  expect((JSON.parse(serializeModel(model)) as AccessModel).emergencyAccess[0].accounts).toEqual(["s/z", "s/a"]);
});
