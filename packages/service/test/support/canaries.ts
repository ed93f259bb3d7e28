/** Texts that must never be told, each distinctive from its first letters on. */
export const canaries = {
  secret: `clt_${'Qz7Xk2Vb9Lm4Tn8Rp3'.repeat(4).slice(0, 60)}`,
  imported: 'w3Ft-Kj6Yh_8Gd5Sa1Zx0Cv9Bn2Mq4We7Rt6Yu3Io8Pl5Kj1Hg9Fd4Sa2Zx7Qw-E',
  token: '4711|uJ5hG8fD3sA6pO1iU9yT4rE7wQ2lK0mN5bV8cX3z1a2b3c4d',
  bare: 'cltt_Hn6Ws3Xc8Vd1Bf5Mg9Kj2Lp4Qr7Tz0Yu6Ie3Oa8xfe12ab34',
  webhook: 'whsec_Yt4Kq9/Wm2Rv7+Zx5Lp1Jn8Hb3Gd6Fs0Ac4Ve9Ub2Q=',
  name: 'Wilhelmina Vogelsanger-Ötztal',
  email: 'kunigunde.pfannenstiel@canary-mail.example',
} as const;

/** Each canary in every form in which it could slip through, in lower case. */
const forms: readonly (readonly [what: string, text: string])[] = Object.entries(canaries).flatMap(([what, text]) => {
  const bytes = Buffer.from(text, 'utf8');
  // In the middle of other bytes base64 comes out in one of three ways; what is sure of each lies between its ends.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const shapes = [
    text,
    bytes.toString('hex'),
    ...base64,
    ...base64.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    encodeURIComponent(text),
    text.slice(0, 8),
    encodeURIComponent(text.slice(0, 8)),
    ...(text.includes('|') ? [text.split('|')[1] ?? '', (text.split('|')[1] ?? '').slice(0, 8)] : []),
    ...(text.startsWith('cltt_') ? [text.slice(5, 13)] : []),
    ...(text.startsWith('clt_') ? [text.slice(4, 12)] : []),
    ...(text.startsWith('whsec_') ? [text.slice(6, 14)] : []),
  ];
  return [...new Set(shapes)].map((one) => [what, one.toLowerCase()] as const);
});

/** Which canaries, or parts of them, `text` tells. */
export function told(text: string): string[] {
  const low = text.toLowerCase();
  return [...new Set(forms.filter(([, form]) => low.includes(form)).map(([what, form]) => `${what}: ${form}`))];
}
