import { Clock } from "../../../sandbox/stand-in/clock";
import { World } from "../../../sandbox/stand-in/world";

describe("The clock of the sandbox", () => {
  const machineAt = (...times: string[]) => {
    const left = times.map((time) => Date.parse(time));
    return () => (left.length > 1 ? (left.shift() as number) : left[0]);
  };

  it("is the machine's unless somebody says otherwise", () => {
    expect(new Clock(undefined, machineAt("2026-11-25T09:00:00Z")).iso()).toBe("2026-11-25T09:00:00.000Z");
  });

  it("begins at a pinned time, and runs on from there as fast as the machine's", () => {
    const machine = machineAt("2030-01-01T00:00:00Z", "2030-01-01T00:00:07Z");
    expect(new Clock(new Date("2026-11-25T09:00:00Z"), machine).iso()).toBe("2026-11-25T09:00:07.000Z");
  });

  it("is moved on by days, hours and minutes, again and again", () => {
    const clock = new Clock(undefined, machineAt("2026-11-25T09:00:00Z"));
    clock.advance({ days: 1, hours: 2, minutes: 3 });
    clock.advance({ minutes: 57 });
    expect(clock.iso()).toBe("2026-11-26T12:00:00.000Z");
  });

  it("leaves the machine's time as it is, for what is compared with it", () => {
    const clock = new Clock(new Date("2020-01-01T00:00:00Z"), machineAt("2026-11-25T09:00:00Z"));
    clock.advance({ days: 400 });
    expect(clock.machineNow().toISOString()).toBe("2026-11-25T09:00:00.000Z");
  });

  it("refuses to begin at what is no time", () => {
    expect(() => new Clock(new Date("tomorrow"))).toThrow("the time that the sandbox begins at is no time");
  });

  it("is the one by which everything in a world is dated", () => {
    const world = new World("t", [], { now: new Date("2026-11-25T09:00:00Z") });
    const { made } = world.directory.addGroup({ displayName: "ops" });
    expect(made.toISOString()).toMatch(/^2026-11-25T09:00:0/);
  });
});
