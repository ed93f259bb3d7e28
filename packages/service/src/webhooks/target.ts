import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Finds all addresses of a host. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

/** Why nothing is sent to an address. `unknown` is a host without an address. */
export type TargetFault = 'not_a_url' | 'not_https' | 'credentials' | 'private' | 'unknown';

/** Addresses of IPv4 that are not of the public Internet (IANA's special-purpose registry). */
const special4 = blockList('ipv4', [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
]);
/** Of IPv6 only this is public; but for the parts that hold IPv4 addresses, are for documents, or are protocols. */
const public6 = blockList('ipv6', ['2000::/3']);
const special6 = blockList('ipv6', ['2001::/23 2001:db8::/32 2002::/16 3fff::/20']);

function blockList(family: 'ipv4' | 'ipv6', lines: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of lines.join(' ').split(' ')) {
    const [net = '', bits = ''] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}

/** Whether an address is one of the public Internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special4.check(address, 'ipv4');
  return isIP(address) === 6 && public6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

/** A webhook's URL read; only https, unless private networks are allowed. */
export function targetOf(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): URL | TargetFault {
  if (!URL.canParse(text)) return 'not_a_url';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'not_https';
  if (url.username !== '' || url.password !== '') return 'credentials';
  return url;
}

/** The addresses to send to: all of the host's, of which none may be private. */
export async function addressesOf(
  { hostname }: URL,
  { allowPrivate, lookup }: { readonly allowPrivate: boolean; readonly lookup: Lookup },
): Promise<readonly LookupAddress[] | TargetFault> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  // A name that does not resolve has no addresses, whatever the reason.
  const found = family > 0 ? [{ address: literal, family }] : await lookup(literal).catch(() => []);
  if (found.length === 0) return 'unknown';
  return allowPrivate || found.every(({ address }) => isPublic(address)) ? found : 'private';
}

/** What is wrong with a URL that somebody wants to be told at; null when nothing is. A host may come to be later. */
export async function targetFault(
  text: string,
  options: { readonly allowPrivate: boolean; readonly lookup: Lookup },
): Promise<TargetFault | null> {
  const url = targetOf(text, options);
  if (typeof url === 'string') return url;
  return (await addressesOf(url, options)) === 'private' ? 'private' : null;
}
