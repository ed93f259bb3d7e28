import type { Store } from '../store/store.ts';
import { InputError } from './input-error.ts';

type Tenants = Pick<Store, 'listTenants' | 'showTenant'>;

/** The customer API id of the tenant named by `--tenant`, or of the only one there is. Null when there is none at all. */
export async function chosenTenant(store: Tenants, asked: string | undefined): Promise<string | null> {
  if (asked !== undefined) {
    const tenant = await store.showTenant(asked);
    if (!tenant) throw new InputError(`There is no tenant ${asked}. See them all: clientele tenant list`);
    return tenant.apiId;
  }
  const [only, ...others] = await store.listTenants();
  if (others.length > 0)
    throw new InputError(
      'There are several tenants. Name one with --tenant and its customer_api_id; see them all: clientele tenant list',
    );
  return only?.apiId ?? null;
}
