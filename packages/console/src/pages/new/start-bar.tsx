import { useSay } from '../../look/look.ts';
import { Trouble } from '../../parts/trouble.tsx';
import type { Sending } from './sending.ts';

interface Props {
  readonly sending: Sending;
  /** What is done once all of the file has left. */
  readonly taken: string;
  readonly back: () => void;
  /** The form cannot be sent as it is. */
  readonly blocked?: boolean;
  /** What will happen. */
  readonly children: string;
}

/** What starting will do, the button that does it, and how far it is; or why it was refused. */
export function StartBar({ sending: { sent, error, stop }, taken, back, blocked = false, children }: Props) {
  const say = useSay();
  const idle = sent === null;
  return (
    <>
      {error !== null && <Trouble error={error} />}
      {sent !== null && (
        <div role="status">
          <progress max={1} {...(sent < 1 && { value: sent })} aria-label={say('sending')} />
          <p className="quiet">{sent < 1 ? say('file_sent', { percent: Math.floor(sent * 10) * 10 }) : taken}</p>
        </div>
      )}
      <div className="will">
        <button type="button" className="button" onClick={idle ? back : stop}>
          {say(idle ? 'back' : 'stop_sending')}
        </button>
        <p>{children}</p>
        <button type="submit" className="button primary" disabled={!idle || blocked}>
          {say(idle ? 'start' : 'sending')}
        </button>
      </div>
    </>
  );
}
