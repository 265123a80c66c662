/**
 * MessagePack, as much of it as the capture socket speaks: no extension types, and no numbers that
 * JavaScript does not hold exactly. The library we use in the console would be an eighth of all that
 * a customer's page loads of us. The golden vectors hold both to the same bytes.
 */

const utf8 = new TextEncoder();
const text = new TextDecoder("utf-8", { fatal: true });

/** Object fields that are `undefined` are left out, as JSON does. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1024);
  let view = new DataView(bytes.buffer);
  let at = 0;

  const room = (size: number): void => {
    if (at + size <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, at + size));
    grown.set(bytes);
    bytes = grown;
    view = new DataView(bytes.buffer);
  };
  const head = (code: number, size: 0 | 1 | 2 | 4 | 8, number = 0): void => {
    room(9);
    bytes[at++] = code;
    if (size === 1) view.setUint8(at, number);
    else if (size === 2) view.setUint16(at, number);
    else if (size === 4) view.setUint32(at, number);
    else if (size === 8) view.setFloat64(at, number);
    at += size;
  };
  /** A length in the shortest of its forms; `codes` are those with 1, 2 and 4 bytes. */
  const length = (size: number, fixed: number, fits: number, codes: [number, number, number]) => {
    if (size < fits) head(fixed | size, 0);
    else if (size < 0x100 && codes[0]) head(codes[0], 1, size);
    else if (size < 0x10000) head(codes[1], 2, size);
    else head(codes[2], 4, size);
  };
  const raw = (source: Uint8Array): void => {
    room(source.length);
    bytes.set(source, at);
    at += source.length;
  };
  const integer = (number: number): void => {
    if (number < 0) {
      if (number >= -32) head(0x100 + number, 0);
      else head(0xcb, 8, number);
    } else if (number < 0x100000000) length(number, 0, 0x80, [0xcc, 0xcd, 0xce]);
    else {
      head(0xcf, 4, Math.floor(number / 0x100000000));
      room(4);
      view.setUint32(at, number >>> 0);
      at += 4;
    }
  };
  const write = (one: unknown): void => {
    if (one === null || one === undefined) head(0xc0, 0);
    else if (typeof one === "boolean") head(one ? 0xc3 : 0xc2, 0);
    else if (typeof one === "number") {
      if (Number.isSafeInteger(one)) integer(one);
      else head(0xcb, 8, one);
    } else if (typeof one === "string") {
      const encoded = utf8.encode(one);
      length(encoded.length, 0xa0, 32, [0xd9, 0xda, 0xdb]);
      raw(encoded);
    } else if (one instanceof Uint8Array) {
      length(one.length, 0, 0, [0xc4, 0xc5, 0xc6]);
      raw(one);
    } else if (Array.isArray(one)) {
      length(one.length, 0x90, 16, [0, 0xdc, 0xdd]);
      for (const item of one) write(item);
    } else {
      const fields = Object.entries(one as object).filter(([, field]) => field !== undefined);
      length(fields.length, 0x80, 16, [0, 0xde, 0xdf]);
      for (const field of fields) {
        write(field[0]);
        write(field[1]);
      }
    }
  };

  write(value);
  return bytes.slice(0, at);
}

/** Throws when the bytes are not one whole value, or one that we do not speak. */
export function decode(source: ArrayBuffer): unknown {
  const view = new DataView(source);
  let at = 0;

  const unsigned = (size: number): number => {
    const from = at;
    at += size;
    if (size === 1) return view.getUint8(from);
    if (size === 2) return view.getUint16(from);
    if (size === 4) return view.getUint32(from);
    return view.getUint32(from) * 0x100000000 + view.getUint32(from + 4);
  };
  const signed = (size: number): number => {
    const from = at;
    at += size;
    if (size === 1) return view.getInt8(from);
    if (size === 2) return view.getInt16(from);
    if (size === 4) return view.getInt32(from);
    return view.getInt32(from) * 0x100000000 + view.getUint32(from + 4);
  };
  const float = (size: 4 | 8): number => {
    const from = at;
    at += size;
    return size === 4 ? view.getFloat32(from) : view.getFloat64(from);
  };
  const take = (size: number): Uint8Array => {
    const taken = new Uint8Array(source, at, size);
    at += size;
    return taken;
  };
  const list = (size: number): unknown[] => {
    const items: unknown[] = [];
    for (let i = 0; i < size; i++) items.push(read());
    return items;
  };
  const map = (size: number): object => {
    const fields: [string, unknown][] = [];
    for (let i = 0; i < size; i++) fields.push([String(read()), read()]);
    return Object.fromEntries(fields);
  };
  const read = (): unknown => {
    const code = unsigned(1);
    if (code < 0x80) return code;
    if (code < 0x90) return map(code & 15);
    if (code < 0xa0) return list(code & 15);
    if (code < 0xc0) return text.decode(take(code & 31));
    if (code >= 0xe0) return code - 0x100;
    const wide = 1 << (code & 3);
    if (code === 0xc0) return null;
    if (code === 0xc2 || code === 0xc3) return code === 0xc3;
    if (code >= 0xc4 && code <= 0xc6) return take(unsigned(wide));
    if (code === 0xca) return float(4);
    if (code === 0xcb) return float(8);
    if (code >= 0xcc && code <= 0xcf) return unsigned(wide);
    if (code >= 0xd0 && code <= 0xd3) return signed(wide);
    if (code >= 0xd9 && code <= 0xdb) return text.decode(take(unsigned(1 << (code - 0xd9))));
    if (code === 0xdc || code === 0xdd) return list(unsigned(2 << (code - 0xdc)));
    if (code === 0xde || code === 0xdf) return map(unsigned(2 << (code - 0xde)));
    throw new Error("not of this protocol");
  };

  const value = read();
  if (at !== source.byteLength) throw new Error("more than one value");
  return value;
}
