import { compare } from "../../bench/deploy/compare";

const took = (seconds: number, calls: number) => ({ seconds, calls });

test("as fast as by hand and with as many calls is within", () => {
  expect(compare(took(105, 217), took(100, 217))).toEqual({
    within: true,
    text: "105.0 s beside 100.0 s, 1.05 times (at most 1.05); 217 calls beside 217  within",
  });
});

test("slower than it may be is beyond, and so is one call more", () => {
  expect(compare(took(106, 217), took(100, 217))).toMatchObject({ within: false });
  expect(compare(took(90, 218), took(100, 217)).text).toBe(
    "90.0 s beside 100.0 s, 0.90 times (at most 1.05); 218 calls beside 217  BEYOND",
  );
});
