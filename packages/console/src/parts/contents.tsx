import { useEffect, useState } from 'react';
import { useSay } from '../look/look.ts';

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
      <ul>
        {places.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </details>
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
