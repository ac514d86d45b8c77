import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App, TerraformStack } from "cdktf";
import { article } from "../bench/article";
import { byHand } from "../bench/by-hand";
import { spreadOf } from "../bench/measure";
import { SSH_PUBLIC_KEY } from "../bench/ssh-public-key";
import { type TerraformJson, countLookUps, countResources, longestChain } from "../bench/terraform-json";
import { loadConfig } from "../lib/config";
import { newApp, written } from "./support/synth";

const root = join(__dirname, "..");

interface Written extends TerraformJson {
  readonly provider: unknown;
  readonly terraform: { readonly required_providers: unknown };
}

/** What a program writes for Terraform, without the framework's metadata. */
function terraformOf(make: (app: App) => TerraformStack): Written {
  const app = newApp();
  const { id } = make(app).node;
  return JSON.parse(written(app, id), (key, value: unknown) => (key === "//" ? undefined : value)) as Written;
}

const library = terraformOf((app) => article(app, SSH_PUBLIC_KEY));
const hand = terraformOf((app) => byHand(app, SSH_PUBLIC_KEY));

test("the program by hand yields the Terraform that the library yields, at the same addresses", () => {
  const { terraform: ofLibrary, ...fromLibrary } = library;
  const { terraform: ofHand, ...fromHand } = hand;
  expect(fromLibrary).toEqual(fromHand);
  expect(ofLibrary.required_providers).toEqual(ofHand.required_providers);
});

test("the config file yields the same resources, look-ups and outputs", () => {
  const { resource, data, output } = terraformOf((app) => loadConfig(app, join(root, "config/article.yaml"))[0]);
  expect({ resource, data, output }).toEqual({ resource: hand.resource, data: hand.data, output: hand.output });
});

test("the library's article has no longer chain and no more look-ups than the one by hand", () => {
  const sizes = [library, hand].map((json) => [longestChain(json), countLookUps(json), countResources(json)]);
  expect(sizes).toEqual([
    [3, 5, 17],
    [3, 5, 17],
  ]);
});

test("the bench measures the example program", () => {
  const tokens = (file: string) =>
    readFileSync(join(root, file), "utf8")
      .replace(/from "[./]+\/lib"/g, 'from "lib"')
      .replace(/\s+/g, "")
      .replace(/,(?=[}\])])/g, "");
  expect(tokens("bench/article.ts")).toBe(tokens("__tests__/examples/article.ts"));
});

test("the bench measures with the key of the config file", () => {
  expect(readFileSync(join(root, "config/article.yaml"), "utf8")).toContain(SSH_PUBLIC_KEY);
});

test("a chain counts resources, through references, depends_on and look-ups", () => {
  const json: TerraformJson = {
    resource: {
      a_thing: {
        one: { name: "one", text: "a_thing.two is no reference here" },
        two: { list: [{ id: "${a_thing.one.id}" }] },
        three: { depends_on: ["data.a_thing.look-up"] },
      },
      b_thing: { alone: { text: "x/${merge({ a = 1 }, a_thing.three)}" } },
    },
    data: { a_thing: { "look-up": { name: "x-${upper(a_thing.two.name)}" } } },
  };
  expect(longestChain(json)).toBe(4);
  expect(countLookUps(json)).toBe(1);
  expect(countResources(json)).toBe(4);
});

test("without a resource there is no chain", () => {
  expect([longestChain({}), countLookUps({}), countResources({})]).toEqual([0, 0, 0]);
});

test("a series of measurements is told by its middle, its least and its most", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, least: 1, most: 10 });
});
