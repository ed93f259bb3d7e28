import { type Static, Type } from 'typebox';
import { operation } from './runs/runs-openapi.ts';

export const tenantPath = '/api/v1/tenant';

export const tenantAnswer = Type.Object(
  { name: Type.String({ description: 'What the administrator of the service calls the tenant.' }) },
  { title: 'Tenant' },
);
export type TenantAnswer = Static<typeof tenantAnswer>;

/** GET /api/v1/tenant, for the document. */
export const tenantOperation = operation({
  id: 'tenant',
  summary: 'Who asks: the name of the tenant that the credentials speak for.',
  answer: tenantAnswer,
});
