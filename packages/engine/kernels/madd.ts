/** a * b + c in every lane. The relaxed build may round once where the other rounds twice: use it for bounds only. */
// @ts-ignore: decorator
@inline
export function madd_f32x4(a: v128, b: v128, c: v128): v128 {
  // @ts-ignore: RELAXED is a constant of the build
  return RELAXED ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}
