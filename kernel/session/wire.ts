import { createHmac, randomUUID } from 'node:crypto';

/** A message of Jupyter's protocol (https://jupyter-client.readthedocs.io/en/stable/messaging.html). */
export interface Message {
  /** The routing prefix of a request, which its reply repeats. */
  identities: Buffer[];
  header: Header;
  content: Record<string, unknown>;
}

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** What Jupyter writes into the file whose name it gives the kernel. */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

const delimiter = Buffer.from('<IDS|MSG>');

/** Reads a message's frames; throws when it is not signed with the connection's key. */
export function decode(frames: Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(delimiter));
  const [signature, header, parent, metadata, content] = frames.slice(start + 1);
  if (start < 0 || !signature || !header || !parent || !metadata || !content)
    throw new Error('a message without its delimiter or parts');
  if (signature.toString() !== sign([header, parent, metadata, content], key))
    throw new Error("a message that is not signed with this kernel's key");
  return {
    identities: frames.slice(0, start),
    header: JSON.parse(header.toString()) as Header,
    content: JSON.parse(content.toString()) as Record<string, unknown>,
  };
}

/** The frames of a message that answers `parent`, or goes out to everybody because of it. */
export function encode(
  type: string,
  content: object,
  prefix: Buffer[],
  parent: Header | undefined,
  key: string,
): Buffer[] {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: parent?.session ?? '',
    username: parent?.username ?? '',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, parent ?? {}, {}, content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...prefix, delimiter, Buffer.from(sign(parts, key)), ...parts];
}

/** An empty key means that messages go unsigned. */
function sign(parts: Buffer[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}
