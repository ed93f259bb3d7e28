import type { TenantAnswer } from '@clientele/service/contract/tenant';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../api/call.ts';
import { type Credentials, nameOf, session } from '../api/session.ts';
import { useSay } from '../look/look.ts';
import { Menu } from './menu.tsx';

/** Whose customers these are, and the way out. A token that may not look at runs is not told the name: then its number stands there. */
export function TenantMenu({ who }: { who: Credentials }) {
  const say = useSay();
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['tenant', nameOf(who)],
    queryFn: ({ signal }) => ask<TenantAnswer>('/api/v1/tenant', { signal }),
    staleTime: Infinity,
  });
  const choices = [
    { key: 'settings', words: say('settings'), act: () => void navigate({ to: '/settings' }) },
    { key: 'leave', words: say('sign_out'), act: () => session.end() },
  ];
  return <Menu icon="tenant" label={say('signed_in_as')} words={data?.name ?? nameOf(who)} choices={choices} />;
}
