/** The id and the secret of a tenant. */
export const pairHeaders = ['x-customer-api-id', 'x-secret'] as const;

/** Everything that says who calls. */
export const credentialHeaders = ['authorization', ...pairHeaders, 'x-admin-secret'] as const;

/** What is told to nobody. Cookies mean nothing here, but browsers send those of others. */
export const secretHeaders = ['authorization', 'x-secret', 'x-admin-secret', 'cookie'] as const;
