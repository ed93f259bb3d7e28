import type { ListedToken, NewToken } from '@clientele/service/contract/credentials-openapi';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, call } from '../../api/call.ts';
import { useLook, useSay } from '../../look/look.ts';
import { moment } from '../../look/numbers.ts';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { LastUsed } from './secrets.tsx';

type Ability = ListedToken['abilities'][number];
/** What a token may do, and what it is called here; `*` is everything. */
const abilities = {
  'segmentation:run': 'ability_run',
  'runs:read': 'ability_read',
  'runs:write': 'ability_write',
  '*': 'ability_all',
} as const satisfies Record<Ability, string>;
const names = Object.keys(abilities) as Ability[]; // as they stand above
const LONGEST_DAYS = 3_650;

/** The tenant's bearer tokens: what each may do, a new one, the end of one. */
export function Tokens() {
  const say = useSay();
  const { language } = useLook();
  const client = useQueryClient();
  const [made, setMade] = useState<NewToken | null>(null);
  const [error, setError] = useState<unknown>(null);
  const found = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => ask<{ tokens: readonly ListedToken[] }>('/api/v1/tokens', { language, signal }),
  });
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['tokens'] });
  const create = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setError(null);
    const form = new FormData(event.currentTarget);
    const days = Number(form.get('days'));
    const chosen = form.getAll('ability');
    const body = JSON.stringify({
      name: form.get('name'),
      ...(chosen.length > 0 && { abilities: chosen }),
      ...(days > 0 && { expires_days: days }),
    });
    ask<NewToken>('/api/v1/tokens', { method: 'POST', body, language })
      .then((token) => {
        setMade(token);
        return again();
      })
      .catch(setError);
  };
  const revoke = ({ id, name }: ListedToken): void => {
    if (!window.confirm(say('revoke_token_sure', { name: name || `#${id}` }))) return;
    call(`/api/v1/tokens/${id}`, { method: 'DELETE', language }).then(again).catch(setError);
  };
  const working = found.data?.tokens.filter(({ state }) => state === 'active') ?? [];
  return (
    <section className="box">
      <h2>{say('tokens')}</h2>
      <p className="quiet">{say('tokens_how')}</p>
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && working.length === 0 && <p>{say('no_tokens')}</p>}
      <ul className="keys">
        {working.map((token) => (
          <li key={token.id}>
            <div>
              <strong>{token.name || `#${token.id}`}</strong> <code>…{token.last4}</code>
            </div>
            <p>{token.abilities.map((one) => say(abilities[one])).join(', ')}</p>
            <p className="quiet">
              {token.expires_at === null ? say('no_end') : say('ends_on', { when: moment(token.expires_at, language) })}{' '}
              · <LastUsed at={token.last_used_at} />
            </p>
            <button type="button" className="button small" onClick={() => revoke(token)}>
              {say('revoke')}
              <span className="hidden"> {token.name || `#${token.id}`}</span>
            </button>
          </li>
        ))}
      </ul>
      {made ? (
        <ShownOnce words={say('new_token')} value={made.token} done={() => setMade(null)} />
      ) : (
        <form onSubmit={create} className="stack token-form">
          <h3>{say('make_token')}</h3>
          <label className="field">
            <span>{say('token_name')}</span>
            <input name="name" maxLength={200} autoComplete="off" />
          </label>
          <fieldset>
            <legend>{say('may')}</legend>
            {names.map((one) => (
              <label key={one} className="check">
                <input type="checkbox" name="ability" value={one} defaultChecked={one === 'segmentation:run'} />
                <span>
                  {say(abilities[one])} <code className="quiet">{one}</code>
                </span>
              </label>
            ))}
          </fieldset>
          <label className="field">
            <span>{say('token_days')}</span>
            <input name="days" type="number" min={1} max={LONGEST_DAYS} step={1} />
            <small className="quiet">{say('token_days_more')}</small>
          </label>
          <div>
            <button type="submit" className="button">
              {say('make_token')}
            </button>
          </div>
        </form>
      )}
      {error !== null && <Trouble error={error} />}
    </section>
  );
}
