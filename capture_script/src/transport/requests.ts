/** What is asked of the server and not answered yet: asked again on each new connection. */
import type { Sent } from "../wire/messages.gen";
import { EVENT, type Packet } from "../wire/parser.gen";

/** What a site may ask for while there is no connection; of more, the last ones count. */
const MOST_REQUESTS = 32;

export interface Failure {
  code: string;
  message: string;
}

/** Hears how a request was answered; `null` is consent. */
export type Answer = (failure: Failure | null) => void;

export type Request = Exclude<keyof Sent, "batch">;

export type Outgoing = Omit<Packet, "nsp">;

export interface Requests {
  /** Note a request; returns the packet to send. */
  add<K extends Request>(event: K, body: Sent[K], answer: Answer): Outgoing;
  answered(packet: Packet): void;
  open(): Outgoing[];
}

export function createRequests(): Requests {
  let asked: { packet: Outgoing; answer: Answer }[] = [];
  let ids = 0;
  return {
    add(event, body, answer) {
      const packet = { type: EVENT, data: [event, body], id: ids++ };
      asked = [...asked, { packet, answer }].slice(-MOST_REQUESTS);
      return packet;
    },
    answered({ id, data }) {
      const one = asked.find(({ packet }) => packet.id === id);
      if (!one) return;
      asked = asked.filter((other) => other !== one);
      const [told] = (Array.isArray(data) ? data : []) as { error?: Failure }[];
      one.answer(told?.error ?? null);
    },
    open: () => asked.map(({ packet }) => packet),
  };
}
