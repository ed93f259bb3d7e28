declare module 'virtual:order-columns' {
  /** For each role the names that its column usually has, in small letters and digits; see vite.config.ts. */
  export const usualNames: Readonly<Record<string, readonly string[]>>;
}
