/** What a caller proves itself by. */
export type Credentials =
  | { readonly kind: 'pair'; readonly apiId: string; readonly secret: string }
  | { readonly kind: 'token'; readonly token: string };

const KEY = 'clientele.session';
const listeners = new Set<() => void>();
let current: Credentials | null = kept();

/** Who is signed in. Credentials live in memory, and in the tab's session storage only where that was asked for. */
export const session = {
  get: (): Credentials | null => current,
  begin(credentials: Credentials, keep: boolean): void {
    current = credentials;
    if (keep) sessionStorage.setItem(KEY, JSON.stringify(credentials));
    else sessionStorage.removeItem(KEY);
    tell();
  },
  /** The same caller with a new secret. */
  renew(credentials: Credentials): void {
    session.begin(credentials, sessionStorage.getItem(KEY) !== null);
  },
  end(): void {
    current = null;
    sessionStorage.removeItem(KEY);
    tell();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

function tell(): void {
  for (const listener of listeners) listener();
}

function kept(): Credentials | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Credentials | null; // `begin` wrote it
  } catch {
    return null;
  }
}

/** Who it is, as far as a page may show it: never a secret. */
export function nameOf(credentials: Credentials): string {
  return credentials.kind === 'pair'
    ? `${credentials.apiId.slice(0, 8)}…`
    : `#${credentials.token.split('|')[0] ?? ''}`;
}
