/**
 * Tells whether a text is known now, at synth: it holds no Terraform expression and no token.
 *
 * Tokens of CDKTF are texts with `${TfToken[…]}` in them, so this needs no framework.
 */
export function isKnownText(value: string): boolean {
  return !value.includes("${");
}

/** Tells whether a number is known now: CDKTF encodes number tokens far below any real value. */
export function isKnownNumber(value: number): boolean {
  return !(value < -1e288);
}
