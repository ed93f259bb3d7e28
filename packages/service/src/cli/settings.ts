import type { Language } from '@clientele/engine';

/** What the commands take from the environment; read once, in main.ts. */
export interface Settings {
  /** CLIENTELE_PEPPER: signs and verifies secrets; default the file `pepper` of the data folder. */
  readonly pepper: string | undefined;
  /** DATABASE_URL: a PostgreSQL server in place of the SQLite file of the data folder. */
  readonly databaseUrl: string | undefined;
  /** CLIENTELE_ADMIN_SECRET: opens /admin to who sends it. */
  readonly adminSecret: string | undefined;
  /** CLIENTELE_CUSTOMER_API_ID and CLIENTELE_SECRET: the tenant of bearer tokens that are bound to none. */
  readonly customerApiId: string | undefined;
  readonly secret: string | undefined;
  /** CLIENTELE_MAX_UPLOAD_MB, _ORDERS_MEMORY_MB, _ORDERS_THREADS and _ORDERS_FOLDER: as the flags of `serve` of these names. */
  readonly maxUploadMb: string | undefined;
  readonly ordersMemoryMb: string | undefined;
  readonly ordersThreads: string | undefined;
  readonly ordersFolder: string | undefined;
  /** Of the terminal's locale. */
  readonly language: Language;
}
