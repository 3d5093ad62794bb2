export async function readBody(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

export function json(ctx, body, status = 200) {
  ctx.status = status;
  ctx.type = 'json';
  ctx.body = JSON.stringify(body, null, 1);
}
