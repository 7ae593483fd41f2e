/** Bytes as base64, in pieces that fit on the stack. */
export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x80_00)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x80_00)));
  return btoa(pieces.join(''));
}
