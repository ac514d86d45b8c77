import { timestamp } from "../../../sandbox/graph/timestamp";

test.each([
  ["2026-12-01T08:00:00.000Z", "2026-12-01T08:00:00Z"],
  ["2026-12-01T08:00:10.000Z", "2026-12-01T08:00:10Z"],
  ["2026-12-01T08:00:00.500Z", "2026-12-01T08:00:00.5Z"],
  ["2026-12-01T08:00:00.287Z", "2026-12-01T08:00:00.287Z"],
])("%s is written %s", (time, written) => {
  expect(timestamp(new Date(time))).toBe(written);
});
