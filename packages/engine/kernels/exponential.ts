// @ts-ignore: decorator
@inline
function step<T>(sum: v128, x: v128, coefficient: f64): v128 {
  return v128.add<T>(v128.mul<T>(sum, x), v128.splat<T>(<T>coefficient));
}

/**
 * e to the power of x in every lane, for x <= 0; exactly 1 at 0. x = (n + r) ln 2 with r in [-1/2, 1/2], then a polynomial
 * for 2 to the power of r: in f32 the minimax one of degree 5 (relative error 9e-8), in f64 Taylor's of degree 12 (2e-16).
 * Powers below 2^-125 or 2^-1020 give that.
 */
// @ts-ignore: decorator
@inline
export function exponential<T>(x: v128): v128 {
  const single = sizeof<T>() == 4;
  const t = v128.pmax<T>(
    v128.mul<T>(x, v128.splat<T>(<T>1.4426950408889634)),
    v128.splat<T>(<T>(single ? -125.0 : -1020.0)),
  );
  // Adding 1.5 times the weight of the last bit rounds to a whole number, which stands in the low bits then.
  const magic = v128.splat<T>(<T>(single ? 12582912.0 : 6755399441055744.0));
  const rounded = v128.add<T>(t, magic);
  const r = v128.sub<T>(t, v128.sub<T>(rounded, magic));
  if (single) {
    let sum = v128.splat<T>(<T>0.0013264725989999152);
    sum = step<T>(sum, r, 0.009671512723133494);
    sum = step<T>(sum, r, 0.055507337472655724);
    sum = step<T>(sum, r, 0.24022242083555426);
    sum = step<T>(sum, r, 0.6931469775963702);
    sum = step<T>(sum, r, 1);
    return i32x4.add(sum, i32x4.shl(rounded, 23));
  }
  let sum = v128.splat<T>(<T>2.5678435993488196e-11);
  sum = step<T>(sum, r, 4.44553827187081e-10);
  sum = step<T>(sum, r, 7.054911620801121e-9);
  sum = step<T>(sum, r, 1.0178086009239696e-7);
  sum = step<T>(sum, r, 0.0000013215486790144305);
  sum = step<T>(sum, r, 0.000015252733804059838);
  sum = step<T>(sum, r, 0.00015403530393381606);
  sum = step<T>(sum, r, 0.0013333558146428441);
  sum = step<T>(sum, r, 0.009618129107628477);
  sum = step<T>(sum, r, 0.055504108664821576);
  sum = step<T>(sum, r, 0.2402265069591007);
  sum = step<T>(sum, r, 0.6931471805599453);
  sum = step<T>(sum, r, 1);
  return i64x2.add(sum, i64x2.shl(rounded, 52));
}

/** Natural logarithm of a normal positive number, within 1e-15 of the larger of it and 1. */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let part = reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (part > 1.4142135623730951) {
    part *= 0.5;
    exponent++;
  }
  // Twice the area tangent of s, |s| <= 0.172: s^2 is at most 0.0295, its eleventh power below 2^-53.
  const s = (part - 1) / (part + 1);
  const z = s * s;
  let sum = z * (1.0 / 23.0) + 1.0 / 21.0;
  sum = sum * z + 1.0 / 19.0;
  sum = sum * z + 1.0 / 17.0;
  sum = sum * z + 1.0 / 15.0;
  sum = sum * z + 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  sum = sum * z + 1.0;
  return <f64>exponent * 0.6931471805599453 + 2 * s * sum;
}
