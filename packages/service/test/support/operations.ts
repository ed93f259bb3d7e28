import type { FastifyInstance } from 'fastify';
import { Value } from 'typebox/value';

/** A schema as the served document has it: plain JSON, as a client's own validator reads it. */
export interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
type Content = Readonly<Record<'application/json', { readonly schema: Schema }>>;

/** The documented operation behind POST `path`. */
export interface Documented {
  readonly request: Schema;
  answer(status: number): Schema;
}

export async function documentedAt(app: FastifyInstance, path: string): Promise<Documented> {
  const document = (await app.inject('/openapi.json')).json<{
    paths: Record<
      string,
      { post: { requestBody: { content: Content }; responses: Record<string, { content: Content }> } }
    >;
  }>();
  const { requestBody, responses } = document.paths[path].post;
  return {
    request: requestBody.content['application/json'].schema,
    answer: (status) => responses[String(status)].content['application/json'].schema,
  };
}

/** The first things in which a value is not as its schema says. */
export function faults(schema: Schema, value: unknown) {
  return [...Value.Errors(schema, value)].slice(0, 3);
}

/** Paths of members that the schema does not name. */
export function undocumented(schema: Schema | undefined, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || schema === undefined) return [];
  const fitting = schema.anyOf?.find((one) => Value.Check(one, value)) ?? schema;
  if (Array.isArray(value)) return value.flatMap((item) => undocumented(fitting.items, item, `${path}[]`));
  const { properties = {}, additionalProperties, patternProperties } = fitting;
  const others = additionalProperties ?? Object.values(patternProperties ?? {})[0];
  return Object.entries(value).flatMap(([key, member]) => {
    const named = Object.hasOwn(properties, key) ? properties[key] : others;
    if (named === undefined || named === false) return [`${path}.${key}`];
    return undocumented(named === true ? undefined : named, member, `${path}.${key}`);
  });
}
