import type { Catalogue } from '@clientele/engine';
import { en, type WordKey } from './en.ts';
import { es } from './es.ts';
import { pt } from './pt.ts';

export const words: Catalogue<WordKey> = { en, es, pt };
