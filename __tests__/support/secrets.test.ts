import { secretsIn, sensitiveIn } from "./secrets";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----";
const KUBECONFIG = (user: string) => `apiVersion: v1
kind: Config
clusters:
  - { name: prod, cluster: { server: "https://prod.hcp.westeurope.azmk8s.io:443", certificate-authority-data: ${base64("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")} } }
users:
  - name: somebody
    user:
      ${user}
`;

/** A state with one resource that has one attribute. */
const state = (attributes: object, more: object = {}) => ({
  resources: [{ mode: "managed", type: "azurerm_thing", name: "a", instances: [{ attributes, ...more }] }],
});

test.each([
  ["a private key", PRIVATE_KEY],
  ["a private key in base64", base64(PRIVATE_KEY)],
  ["a token", "eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2ln"],
  ["a kubeconfig with a token", KUBECONFIG("token: 0123456789abcdef")],
  ["a kubeconfig with a client's key", KUBECONFIG(`client-key-data: ${base64(PRIVATE_KEY)}`)],
  ["a whole kubeconfig in base64", base64(KUBECONFIG("token: 0123456789abcdef"))],
  ["a whole kubeconfig with a client's key in base64", base64(KUBECONFIG(`client-key-data: ${base64(PRIVATE_KEY)}`))],
  ["a connection string of a storage account", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc=="],
  ["a connection string of an event hub", "Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=abc="],
])("%s is found", (_, value) => {
  expect(secretsIn(state({ value }))).toEqual(["azurerm_thing.a value"]);
  expect(secretsIn(state({ nested: [{ value }] }))).toEqual(["azurerm_thing.a nested.0.value"]);
  expect(secretsIn({ outputs: { connect: { value } } })).toEqual(["output.connect value"]);
});

test.each(["password", "admin_password", "client_secret", "primary_access_key", "token"])(
  "whatever is called %s is found, unless it is empty",
  (name) => {
    expect(secretsIn(state({ [name]: "x" }))).toEqual([`azurerm_thing.a ${name}`]);
    expect(secretsIn(state({ [name]: "" }))).toEqual([]);
  },
);

test("what opens no door is not", () => {
  const attributes = {
    ssh_public_key: `ssh-rsa ${base64("x".repeat(300))} aks-nodes`,
    kube_config_raw: KUBECONFIG("exec: { command: kubelogin }"),
    encoded: base64(KUBECONFIG("exec: { command: kubelogin }")),
    cluster_ca_certificate: base64("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----"),
    id: "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/prod/providers/Microsoft.X/y/z",
  };
  expect(secretsIn(state(attributes))).toEqual([]);
});

test("what the provider calls sensitive is named where it holds something", () => {
  const paths = [
    [{ type: "get_attr", value: "full" }],
    [{ type: "get_attr", value: "empty" }],
    [{ type: "get_attr", value: "none" }],
  ];
  const attributes = { full: "x", empty: "", none: null, other: "y" };
  expect(sensitiveIn(state(attributes, { sensitive_attributes: paths }))).toEqual(["azurerm_thing.a full"]);
});
