import fc from "fast-check";
import { isWithin } from "../../lib/diff/addresses";

test.each<[string, string[], string[], boolean]>([
  ["a part of a range", ["203.0.113.0/25"], ["203.0.113.0/24"], true],
  ["a wider range", ["203.0.113.0/24"], ["203.0.113.0/25"], false],
  ["one address", ["203.0.113.7"], ["203.0.113.0/24"], true],
  ["one address as a range of one", ["203.0.113.7/32"], ["203.0.113.7"], true],
  ["an address beside the range", ["203.0.114.0"], ["203.0.113.0/24"], false],
  ["two halves", ["203.0.113.0/24"], ["203.0.113.128/25", "203.0.113.0/25"], true],
  ["two halves with a hole", ["203.0.113.0/24"], ["203.0.113.0/25", "203.0.113.192/26"], false],
  ["a range that does not begin where it says", ["203.0.113.9/24"], ["203.0.113.0/24"], true],
  ["everything", ["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], true],
  ["a part of an IPv6 range", ["2001:db8:1::/48"], ["2001:db8::/32"], true],
  ["an IPv6 range beside it", ["2001:db9::/48"], ["2001:db8::/32"], false],
  ["an IPv6 address written in full", ["2001:0db8:0:0:0:0:0:1"], ["2001:db8::/127"], true],
  ["an IPv4 address inside IPv6", ["::ffff:203.0.113.7"], ["::ffff:cb00:7100/120"], true],
  ["IPv6 in all of IPv4", ["::1"], ["0.0.0.0/0"], false],
  ["what is no range in itself", ["${offices}"], ["${offices}", "10.0.0.0/8"], true],
  ["what is no range in another", ["10.0.0.0/33"], ["10.0.0.0/8"], false],
])("%s: %j within %j is %s", (_, ranges, others, said) => {
  expect(isWithin(ranges, others)).toBe(said);
});

const range = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, length]) => `${address}/${length}`);

test("a range is within itself, both halves are within it, and it is within both halves together", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 31 }), (address, length) => {
      const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
      const size = 2 ** (32 - length);
      const text = (n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
      const first = Math.floor(number / size) * size;
      const halves = [`${text(first)}/${length + 1}`, `${text(first + size / 2)}/${length + 1}`];
      expect(isWithin([`${address}/${length}`], [`${text(first)}/${length}`])).toBe(true);
      expect(isWithin(halves, [`${address}/${length}`])).toBe(true);
      expect(isWithin([`${address}/${length}`], halves)).toBe(true);
      expect(isWithin([`${address}/${length}`], halves.slice(1))).toBe(false);
    }),
  );
});

test("more ranges hold no less, and the order does not matter", () => {
  fc.assert(
    fc.property(fc.array(range), fc.array(range), fc.array(range), (a, b, more) => {
      if (isWithin(a, b)) expect(isWithin(a, [...more, ...b])).toBe(true);
      expect(isWithin([...a].reverse(), [...b].reverse())).toBe(isWithin(a, b));
    }),
  );
});
