import { describe, expect, test } from 'vitest';
import { isPublic, targetFault } from '../../src/webhooks/target.ts';

const resolves = (...addresses: string[]) => ({
  allowPrivate: false,
  lookup: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
});

describe('only addresses of the public Internet are public', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'fc00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'not an address',
    '',
  ])('%s is not', (address) => expect(isPublic(address)).toBe(false));

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001::200e'])(
    '%s is',
    (address) => expect(isPublic(address)).toBe(true),
  );
});

describe('a webhook', () => {
  test.each([
    ['shop.example/hooks', 'not_a_url'],
    ['http://shop.example/hooks', 'not_https'],
    ['ftp://shop.example/', 'not_https'],
    ['https://me:secret@shop.example/', 'credentials'],
  ])('at %s is refused', async (url, fault) => {
    expect(await targetFault(url, resolves('8.8.8.8'))).toBe(fault);
  });

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('at %s is refused, whatever way the address is written', async (url) => {
    expect(await targetFault(url, resolves('8.8.8.8'))).toBe('private');
  });

  test('whose name has one private address among public ones is refused', async () => {
    expect(await targetFault('https://shop.example', resolves('8.8.8.8', '10.0.0.1'))).toBe('private');
    expect(await targetFault('https://shop.example', resolves('8.8.8.8'))).toBeNull();
  });

  test('whose name does not resolve yet is taken', async () => {
    const unknown = async (): Promise<never> => Promise.reject(new Error('ENOTFOUND'));
    expect(await targetFault('https://soon.example', { allowPrivate: false, lookup: unknown })).toBeNull();
  });

  test('in a private network is taken where those are allowed, by http too', async () => {
    const allowed = { ...resolves('10.0.0.1'), allowPrivate: true };
    expect(await targetFault('http://127.0.0.1:8080/', allowed)).toBeNull();
    expect(await targetFault('https://intranet/', allowed)).toBeNull();
    expect(await targetFault('https://me:secret@intranet/', allowed)).toBe('credentials');
  });
});
