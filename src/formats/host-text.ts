/**
 * Bytes from the host as a string and back, without loss. UTF-8 is decoded as usual; every byte that is
 * no UTF-8 becomes a lone surrogate U+DC80..U+DCFF, as Python's `surrogateescape` does (PEP 383). So the
 * formats can work on strings, names can be keys, and what was not touched comes back as the same bytes.
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const ESCAPED_LOW = 0xdc80;
const ESCAPED_HIGH = 0xdcff;

export function decodeHostText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeByteByByte(bytes);
  }
}

export function encodeHostText(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < ESCAPED_LOW || unit > ESCAPED_HIGH) continue;
    const before = text.charCodeAt(i - 1);
    if (i > start && before >= 0xd800 && before <= 0xdbff) continue;
    parts.push(encoder.encode(text.slice(start, i)), Uint8Array.of(unit - 0xdc00));
    start = i + 1;
  }
  parts.push(encoder.encode(text.slice(start)));
  return Buffer.concat(parts);
}

function decodeByteByByte(bytes: Uint8Array): string {
  let text = '';
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      text += String.fromCharCode(0xdc00 + (bytes[i] ?? 0));
      i += 1;
    } else {
      text += strict.decode(bytes.subarray(i, i + length));
      i += length;
    }
  }
  return text;
}

/** The length of the well-formed UTF-8 sequence at `i`, 0 if there is none (RFC 3629, section 4). */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  for (let k = 1; k < length; k++) {
    const byte = bytes[i + k] ?? 0;
    const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < low || byte > high) return 0;
  }
  return length;
}
