import { Fault, fault, resolveOptions, segmentOptions, type SegmentOptions } from '@clientele/engine';
import { Option } from 'commander';
import { decimalSchema } from '../contract/decimal.ts';

/** The engine's options that have a flag. What a flag takes, its limits and its words come from the option's schema. */
const flags = {
  '--max-clusters': 'maxClusters',
  '--algorithm': 'algorithm',
  '--k': 'nClusters',
  '--preprocessing': 'preprocessing',
  '--objective': 'objective',
  '--eps': 'eps',
  '--min-samples': 'minSamples',
  '--linkage': 'linkage',
  '--micro-clusters': 'microClusters',
  '--min-cluster-share': 'minClusterShare',
  '--seed': 'seed',
} as const satisfies Record<string, keyof typeof segmentOptions.properties>;

/** The part of a schema that a flag is made of. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly description?: string;
}

/** --decimal, of every command that reads numbers from a file. */
export function decimalFlag(): Option {
  const { description, enum: signs, default: preset }: Schema = decimalSchema;
  return new Option('--decimal <sign>', description).choices(signs ?? []).default(preset);
}

/** One commander option for each of them. */
export function optionFlags(): Option[] {
  return Object.entries(flags).map(([flag, name]) => {
    const schema = segmentOptions.properties[name] as Schema;
    return optionFlag(flag, schema);
  });
}

/** The commander option for a value that a schema describes. */
export function optionFlag(flag: string, schema: Schema): Option {
  return new Option(`${flag} <${valueName(schema)}>`, described(schema));
}

/** A flag's text as the number that its schema asks for; whatever is no number stays text, and is refused as such. */
export function valueOf(text: string, { type }: Schema): number | string {
  const numeric = (type === 'integer' || type === 'number') && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  return numeric && Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * Options from flags as commander read them, checked by the engine before any file is read. A value that is no number
 * goes on as text, so that the engine words the fault; the fault then names the flag.
 */
export function optionsFrom(given: Readonly<Record<string, unknown>>): SegmentOptions {
  const options: Record<string, unknown> = {};
  for (const [flag, name] of Object.entries(flags)) {
    const text = given[attributeOf(flag)];
    if (typeof text !== 'string') continue;
    options[name] = valueOf(text, segmentOptions.properties[name]);
  }
  try {
    resolveOptions(options);
  } catch (error) {
    throw error instanceof Fault ? inFlags(error) : error;
  }
  // Each value was checked against the schema of the option it sets.
  return options;
}

/** A fault about an option, in terms of its flag. */
export function inFlags(error: Fault): Fault {
  if (error.code !== 'INVALID_PARAMETER') return error;
  const details = error.details as Fault<'INVALID_PARAMETER'>['details'];
  const flag = Object.entries(flags).find(([, name]) => name === details.parameter)?.[0];
  return fault('INVALID_PARAMETER', { ...details, parameter: flag ?? details.parameter });
}

/** --max-clusters -> maxClusters, as commander stores it. */
export function attributeOf(flag: string): string {
  return flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function valueName({ enum: choices, type }: Schema): string {
  return choices ? 'name' : type === 'integer' ? 'integer' : type === 'string' ? 'text' : 'number';
}

function described({
  description = '',
  enum: choices,
  default: preset,
  minimum,
  maximum,
  exclusiveMinimum,
}: Schema): string {
  const low =
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum !== undefined ? `from ${minimum}` : '';
  const high = maximum !== undefined ? `to ${maximum}` : '';
  const limits = choices ? choices.join(', ') : [low, high].filter((part) => part !== '').join(' ');
  const notes = [limits, preset === undefined ? '' : `default ${JSON.stringify(preset).replaceAll('"', '')}`];
  const told = notes.filter((note) => note !== '');
  return told.length === 0 ? description : `${description} (${told.join('; ')})`;
}
