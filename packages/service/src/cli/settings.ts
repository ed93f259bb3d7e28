import type { Language } from '@clientele/engine';

/** What the commands take from the environment; read once, in main.ts. */
export interface Settings {
  /** CLIENTELE_PEPPER: signs and verifies secrets; default the file `pepper` of the data folder. */
  readonly pepper: string | undefined;
  /** DATABASE_URL: a PostgreSQL server in place of the SQLite file of the data folder. */
  readonly databaseUrl: string | undefined;
  /** Of the terminal's locale. */
  readonly language: Language;
}
