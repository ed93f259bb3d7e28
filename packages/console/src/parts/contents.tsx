import { useEffect, useRef, useState } from 'react';
import { useSay } from '../look/look.ts';
import { Icon } from './icon.tsx';
import { Sheet } from './sheet.tsx';

/** A place of the page: the id of its element, and what it is called. */
export interface Place {
  readonly id: string;
  readonly title: string;
}

/** The places of a long page beside it, the one that is being read marked. */
export function Rail({ places }: { places: readonly Place[] }) {
  const say = useSay();
  const read = useReading(places);
  return (
    <nav className="rail" aria-label={say('on_this_page')}>
      <p>{say('on_this_page')}</p>
      {places.map(({ id, title }) => (
        <a key={id} href={`#${id}`} aria-current={id === read ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** The same to be opened, where there is no room beside the page. */
export function Contents({ places }: { places: readonly Place[] }) {
  const say = useSay();
  return (
    <details className="contents">
      <summary>{say('on_this_page')}</summary>
      <Links places={places} />
    </details>
  );
}

/** On a phone, at the foot of the window: the places of the page, and the way to what can be taken away. */
export function FootBar({ places, last }: { places: readonly Place[]; last: Place }) {
  const say = useSay();
  const sheet = useRef<HTMLDialogElement>(null);
  return (
    <>
      <div className="foot-bar">
        <button type="button" className="button" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
          <Icon name="contents" />
          {say('contents')}
        </button>
        <a className="button primary" href={`#${last.id}`}>
          <Icon name="take" />
          {last.title}
        </a>
      </div>
      <Sheet sheet={sheet} id="contents-title" title={say('on_this_page')} className="contents-sheet">
        <Links places={places} followed={() => sheet.current?.close()} />
      </Sheet>
    </>
  );
}

function Links({ places, followed }: { places: readonly Place[]; followed?: () => void }) {
  return (
    <ul>
      {places.map(({ id, title }) => (
        <li key={id}>
          <a href={`#${id}`} onClick={followed}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Whichever crosses the upper middle of the window. */
function useReading(places: readonly Place[]): string | null {
  const [read, setRead] = useState<string | null>(null);
  const ids = places.map(({ id }) => id).join(' ');
  useEffect(() => {
    const watch = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) if (isIntersecting) setRead(target.id);
      },
      { rootMargin: '-25% 0px -74% 0px' },
    );
    for (const id of ids.split(' ')) {
      const element = document.getElementById(id);
      if (element) watch.observe(element);
    }
    return () => watch.disconnect();
  }, [ids]);
  return read;
}
