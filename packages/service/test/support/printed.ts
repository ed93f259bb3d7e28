/** The three request examples as the contract prints them. Only host and credentials are to be put in. */
export const printedCurl = String.raw`curl -X POST \
  -H "Authorization: Bearer <token>" \
  -H "X-Customer-Api-Id: <tenant-uuid>" \
  -H "X-Secret: <secret>" \
  -H "Accept-Language: pt" \
  -H "Content-Type: application/json" \
  -d '{
    "data": [
      {"customer_id": "123", "total_purchases": 1500, "frequency": 12},
      {"customer_id": "456", "total_purchases": 3000, "frequency": 24}
    ],
    "algorithm": "kmeans",
    "n_clusters": 3
  }' \
  "https://echosistema.online/api/v1/ai/echointel/customer-intelligence/segmentation"`;

export const printedJavaScript = `const response = await fetch('https://echosistema.online/api/v1/ai/echointel/customer-intelligence/segmentation', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer <token>',
    'X-Customer-Api-Id': '<tenant-uuid>',
    'X-Secret': '<secret>',
    'Accept-Language': 'pt',
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    data: [
      {customer_id: '123', total_purchases: 1500, frequency: 12},
      {customer_id: '456', total_purchases: 3000, frequency: 24}
    ],
    algorithm: 'kmeans',
    n_clusters: 3
  })
});

const result = await response.json();
console.log(result);`;

/** What Laravel's HTTP client (Guzzle) puts on the wire for the contract's PHP example. */
export function laravelRequest(host: string): string {
  const body =
    '{"data":[{"customer_id":"123","total_purchases":1500,"frequency":12},{"customer_id":"456","total_purchases":3000,"frequency":24}],"algorithm":"kmeans","n_clusters":3}';
  return [
    'POST /api/v1/ai/echointel/customer-intelligence/segmentation HTTP/1.1',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'User-Agent: GuzzleHttp/7',
    'Content-Type: application/json',
    'Authorization: Bearer <token>',
    'X-Customer-Api-Id: <tenant-uuid>',
    'X-Secret: <secret>',
    'Accept-Language: pt',
    `Host: ${host}`,
    '',
    body,
  ].join('\r\n');
}
