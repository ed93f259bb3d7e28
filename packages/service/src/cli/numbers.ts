import { InvalidArgumentError } from 'commander';

/** Reads a flag's value as a whole number within limits. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

const HIGHEST_PORT = 65_535;

/** `9464`, `10.0.0.5:9464` or `[::1]:9464`; without a host, this machine alone. */
export function place(text: string): Place {
  const [, ipv6, name, port = ''] = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+)):)?(\d+)$/.exec(text) ?? [];
  if (port === '' || Number(port) > HIGHEST_PORT)
    throw new InvalidArgumentError('It must be a port, or a host and a port such as 0.0.0.0:9464.');
  return { host: ipv6 ?? name ?? '127.0.0.1', port: Number(port) };
}
