import { Refused } from '../api/call.ts';
import { useSay } from '../look/look.ts';

/** An error in words, with the id of the request for whoever is asked about it. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const say = useSay();
  const refused = error instanceof Refused ? error : null;
  const unreachable = refused?.status === 0;
  return (
    <div className="trouble" role="alert">
      <p>{unreachable ? say('unreachable') : refused?.message || say('unknown_trouble')}</p>
      {refused?.requestId && (
        <p className="quiet">
          {say('request_id')} <code>{refused.requestId}</code>
        </p>
      )}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {say('try_again')}
        </button>
      )}
    </div>
  );
}
