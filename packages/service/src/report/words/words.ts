import type { Catalogue } from '@clientele/engine';
import { en } from './en.ts';
import { es } from './es.ts';
import { pt } from './pt.ts';

/** Every text the report sets itself; sentences about the customers come with the explanation. */
export type WordKey = keyof typeof en;

export const words: Catalogue<WordKey> = { en, es, pt };
