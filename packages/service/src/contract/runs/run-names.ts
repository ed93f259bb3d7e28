import { Type } from 'typebox';

export const LONGEST_GIVEN_NAME = 120;

/** What turns the text around it, breaks a line, or is no character at all. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** What a spreadsheet takes for the beginning of a formula. */
const formula = /^[=+\-@]/;

/** A name that people give to a run or to a segment. */
const givenName = Type.String({
  format: 'name',
  minLength: 1,
  maxLength: LONGEST_GIVEN_NAME,
  description: 'On one line; not beginning with =, +, - or @, for it goes into spreadsheets.',
});

/** Whether a text may be a name; blanks around it do not count. */
export function isGivenName(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > LONGEST_GIVEN_NAME) return false;
  const name = value.trim();
  return name !== '' && !unprintable.test(name) && !formula.test(name);
}

/** What a run is to be called, in the query of the request that makes it. */
export const nameQuery = Type.Object({ name: Type.Optional(givenName) });

/** The body of a request to rename: null takes the given name away. */
export const renameRequest = Type.Object(
  { name: Type.Union([givenName, Type.Null()], { description: 'null takes the given name away again.' }) },
  { additionalProperties: false, examples: [{ name: 'Spring campaign' }] },
);

/** The ids of a result's segments and what they are called by themselves; the contracts spell it in two ways. */
export function generatedNames(summary: unknown): ReadonlyMap<number, string> {
  const { clusters = [], segments = [] } = (summary ?? {}) as {
    clusters?: readonly { cluster_id: number; persona_label: string }[];
    segments?: readonly { segment_id: number; persona: { label: string } }[];
  };
  return new Map([
    ...clusters.map((each) => [each.cluster_id, each.persona_label] as const),
    ...segments.map((each) => [each.segment_id, each.persona.label] as const),
  ]);
}

/** Another segment of the run that is called so: nobody could tell the two apart. Null when there is none. */
export function calledSo(
  { summary, segmentNames }: { readonly summary: unknown; readonly segmentNames: Readonly<Record<string, string>> },
  segment: number,
  name: string,
): number | null {
  for (const [id, generated] of generatedNames(summary))
    if (id !== segment && folded(segmentNames[id] ?? generated) === folded(name)) return id;
  return null;
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
