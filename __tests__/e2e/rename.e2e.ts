import { deploys, example, trial } from "../support/e2e";
import { turned } from "../support/turned";

const IDENTITY = example("platform/identity.yaml");

describe("names and order", () => {
  deploys("an old key, another display name and another order change no object id", async () => {
    const old = IDENTITY.replace("  payments-writers:\n    formerly: pay-writers ", "  pay-writers: ").replaceAll(
      "payments-writers]",
      "pay-writers]",
    );
    const { deploy, plan, change, ids, made } = await trial({ config: { "identity.yaml": old } });
    await deploy();
    const first = ids("identity");
    const written = made();

    await change({ "identity.yaml": IDENTITY });
    const moves = await plan();
    // the policies list their people by key
    expect(moves.filter((line) => !line.startsWith("move "))).toEqual([
      "update azuread_conditional_access_policy.aks-compliant-device",
      "update azuread_conditional_access_policy.aks-compliant-device_block-device-code",
      "update azuread_group_without_members.payments-writers",
      "update output group_ids",
    ]);
    await deploy();
    const renamed = ids("identity");
    expect(Object.values(renamed).sort()).toEqual(Object.values(first).sort());
    expect(renamed["azuread_group_without_members.payments-writers"]).toBe(
      first["azuread_group_without_members.pay-writers"],
    );
    expect(made()).toEqual(written.map((line) => sorted(line.replaceAll("pay-writers", "payments-writers"))).sort());
    expect(await plan()).toEqual([]);

    const shown = IDENTITY.replace(
      "    formerly: pay-writers ",
      "    displayName: Payments, writers\n    formerly: pay-writers ",
    );
    await change({ "identity.yaml": shown });
    expect(await plan()).toEqual(["update azuread_group_without_members.payments-writers"]);
    await deploy();
    expect(ids("identity")).toEqual(renamed);
    expect(await plan()).toEqual([]);

    await change({ "identity.yaml": turned(shown) });
    expect(await plan()).toEqual([]);
  });
});

/** A policy's people in the order of their names. */
function sorted(line: string): string {
  return line.replace(/(?<=; for )[^;]+/, (people) => people.split(", ").sort().join(", "));
}
