import { EventEmitter } from "node:events";
import { listenForInterruption } from "../../../sandbox/run/interruption";

test.each([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
])("%s ends what is running, with the exit code %i", async (signal, code) => {
  const process = new EventEmitter();
  const interruption = listenForInterruption(process);
  expect(interruption.code).toBeUndefined();
  expect(interruption.signal.aborted).toBe(false);
  process.emit(signal);
  await interruption.come;
  expect(interruption.signal.aborted).toBe(true);
  expect(interruption.code).toBe(code);
});

test("a second signal changes nothing", () => {
  const process = new EventEmitter();
  const interruption = listenForInterruption(process);
  process.emit("SIGTERM");
  process.emit("SIGINT");
  expect(interruption.code).toBe(143);
});
