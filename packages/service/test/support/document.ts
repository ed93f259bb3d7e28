import type { FastifyInstance } from 'fastify';
import type { Schema } from './operations.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
}
interface Content {
  readonly schema: Schema;
  readonly example?: object;
  /** Where there are several, by a name each. */
  readonly examples?: Readonly<Record<string, { readonly value: object }>>;
}
interface Described {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, Content>>;
  };
}

/** An operation of the served document. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Names of the security schemes that must be met together; of several alternatives the first. */
  readonly schemes: readonly string[];
  /** Whether a bearer token will do in their place. */
  readonly orToken: boolean;
  /** What its address, its query and its body call by an id, each named once. */
  readonly ids: readonly { readonly name: string; readonly in: 'path' | 'query' | 'body' }[];
  /** A body that is right, if it takes one. */
  readonly body: object | undefined;
}

/** Names that end so hold an id: ours, or one of the caller's own. */
const idName = /(?:^|_)(?:id|ids|tenant|token|key|run|task)$/;

export async function operationsOf(app: FastifyInstance): Promise<Operation[]> {
  const { paths } = (await app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, Described>>;
  }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, parameters = [], requestBody }]) => {
      const content = Object.values(requestBody?.content ?? {})[0];
      const example = content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
      const places = parameters.flatMap(({ name, in: place }) =>
        place === 'path' || (place === 'query' && idName.test(name)) ? [{ name, in: place } as const] : [],
      );
      const members = idMembers(content?.schema).map((name) => ({ name, in: 'body' as const }));
      return {
        method: method.toUpperCase() as Operation['method'],
        path,
        schemes: Object.keys(security?.[0] ?? {}),
        orToken: (security?.length ?? 0) > 1,
        ids: [...places, ...members],
        body: content && (example ?? {}),
      };
    }),
  );
}

/** Paths of the members of a schema that hold ids, such as `data[].customer_id`. */
function idMembers(schema: Schema | undefined, path = ''): string[] {
  if (!schema) return [];
  const parts = (schema.anyOf ?? []).flatMap((one) => idMembers(one, path));
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [...(idName.test(name) ? [at] : []), ...idMembers(member, at)];
  });
  return [...new Set([...parts, ...named, ...idMembers(schema.items, `${path}[]`)])];
}
