import { useSay } from '../look/look.ts';

/** A page whose content is on its way. */
export function Waiting() {
  const say = useSay();
  return (
    <div className="page">
      <p className="quiet" role="status">
        {say('loading')}
      </p>
    </div>
  );
}
