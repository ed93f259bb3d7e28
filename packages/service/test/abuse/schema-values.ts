import * as fc from 'fast-check';

/** What is used of a JSON Schema in an OpenAPI document. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly examples?: readonly unknown[];
}

/** Few rows: what is tried is how requests are read, not how long customers take. */
const MOST_ITEMS = 6;

/** Values that readers stumble over. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    null,
    true,
    '',
    ' ',
    '1',
    'NaN',
    '__proto__',
    '\u0000',
    '\u202e',
    '\ud800',
    [],
    {},
    [[]],
    { a: null },
    0,
    -0,
    -1,
    0.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 53 + 1,
    1e21,
  ),
  fc.integer({ min: 100, max: 5_000 }).map((length) => 'x'.repeat(length)),
);

/** Values that fit `schema`, mostly; one in about thirty places holds something else. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: exactly(schema) }, { weight: 1, arbitrary: oddValue });
}

function exactly(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting));
  switch (schema.type) {
    case 'object':
      return objects(schema);
    case 'array':
      return fc.array(fitting(schema.items ?? {}), { maxLength: MOST_ITEMS });
    case 'integer':
      return fc.integer({ min: Math.ceil(schema.minimum ?? -10), max: Math.floor(schema.maximum ?? 1_000) });
    case 'number':
      return fc.double({
        min: schema.minimum ?? schema.exclusiveMinimum ?? -1e6,
        max: schema.maximum ?? schema.exclusiveMaximum ?? 1e6,
        minExcluded: schema.exclusiveMinimum !== undefined,
        maxExcluded: schema.exclusiveMaximum !== undefined,
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects({ properties = {}, required = [], ...rest }: Schema): fc.Arbitrary<unknown> {
  const named = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, fitting(schema)])),
    {
      requiredKeys: [...required],
    },
  );
  const others = rest.additionalProperties ?? Object.values(rest.patternProperties ?? {})[0];
  if (typeof others !== 'object') return named;
  const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fitting(others), { maxKeys: 3 });
  return fc.tuple(named, more).map(([first, second]) => ({ ...second, ...first }));
}

/** `value` with something odd in up to three places. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const places = placesOf(value);
  return fc
    .array(fc.tuple(fc.nat({ max: Math.max(0, places.length - 1) }), oddValue), { maxLength: 3 })
    .map((changes) => {
      const copy: unknown = structuredClone(value);
      for (const [place, odd] of changes) put(copy, places[place] ?? [], odd);
      return copy;
    });
}

type Place = readonly (string | number)[];

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...at, key]))].filter(
    (place) => place.length > 0,
  );
}

function put(root: unknown, place: Place, value: unknown): void {
  let here = root;
  for (const key of place.slice(0, -1)) here = (here as Record<string, unknown> | undefined)?.[key];
  const last = place.at(-1);
  if (typeof here === 'object' && here !== null && last !== undefined) Object.assign(here, { [last]: value });
}
