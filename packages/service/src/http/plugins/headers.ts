/** Headers of every answer: not to be guessed, not to be kept, and findable in the log. */
export function commonHeaders(requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    vary: 'Accept-Language',
  };
}
