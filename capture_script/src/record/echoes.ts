/**
 * A frame that loads again is observed by the recorder and by each one before it that knew the
 * frame, and all of them report the same thing one after the other. The first report is the record,
 * the others are echoes.
 */
import { FULL_SNAPSHOT, META, type PageRecord } from "../records";

/** Observers of one document are called in one task; a visitor cannot repeat anything this fast. */
const ONE_MOMENT_MS = 5;

export function createEchoFilter(): (record: PageRecord) => boolean {
  let moment = 0;
  let last = "";
  return ({ type, timestamp, data }) => {
    if (type === META || type === FULL_SNAPSHOT) return false;
    const text = JSON.stringify(data);
    const isEcho = text === last && timestamp - moment <= ONE_MOMENT_MS;
    moment = timestamp;
    last = text;
    return isEcho;
  };
}
