const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const ascii = new TextDecoder('latin1');

/**
 * The JSON number that starts at `at`: its value goes to `to[place]`, and the place after it is returned; -1 where no
 * number starts. The value is the double nearest to the decimal, as `JSON.parse` gives it: a whole number below 2^53
 * multiplied or divided once by a power of ten that is exact is rounded once (Clinger, "How to read floating point
 * numbers accurately", 1990); any other number goes to the engine's own `Number`.
 */
export function scanNumber(bytes: Uint8Array, at: number, to: Float64Array, place: number): number {
  const start = at;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  let digits = 0;
  let byte = bytes[at] ?? 0;
  if (byte === ZERO) byte = bytes[++at] ?? 0;
  else {
    const first = at;
    for (; isDigit(byte); byte = bytes[++at] ?? 0) digits = digits * 10 + (byte - ZERO);
    if (at === first) return -1;
  }
  let exponent = 0;
  if (byte === DOT) {
    const first = ++at;
    for (byte = bytes[at] ?? 0; isDigit(byte); byte = bytes[++at] ?? 0) digits = digits * 10 + (byte - ZERO);
    if (at === first) return -1;
    exponent = first - at;
  }
  if (byte === LOWER_E || byte === UPPER_E) {
    at = endOfExponent(bytes, at + 1);
    if (at < 0) return -1;
    to[place] = Number(ascii.decode(bytes.subarray(start, at)));
  } else if (digits <= Number.MAX_SAFE_INTEGER && exponent > -powers.length) {
    const value = exponent === 0 ? digits : digits / (powers[-exponent] ?? 1);
    to[place] = negative ? -value : value;
  } else to[place] = Number(ascii.decode(bytes.subarray(start, at)));
  return at;
}

function endOfExponent(bytes: Uint8Array, at: number): number {
  if (bytes[at] === PLUS || bytes[at] === MINUS) at++;
  const first = at;
  while (isDigit(bytes[at])) at++;
  return at === first ? -1 : at;
}

/** Whether a byte is a decimal digit. */
export function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= NINE;
}
