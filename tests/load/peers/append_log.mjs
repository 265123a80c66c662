// A file to which batches are appended in groups: one writev and one fdatasync for many of them.

import { open } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

// The same windows as the journal they are compared with: wider when there is more to gather.
const WINDOW_MS = 5
const WIDEST = 4
const BUSY_GROUP = 64
const MOST_BUFFERS = 1024

export class AppendLog {
  #file
  #waiting = []
  #isWriting = false

  static async open(path) {
    return new AppendLog(await open(path, 'a'))
  }

  constructor(file) {
    this.#file = file
  }

  append(batch, durable) {
    this.#waiting.push({ batch, durable })
    if (!this.#isWriting) this.#write()
  }

  async #write() {
    this.#isWriting = true
    let last = 0
    while (this.#waiting.length > 0) {
      await setTimeout(WINDOW_MS * (1 + (WIDEST - 1) * Math.min(1, last / BUSY_GROUP)))
      const group = this.#waiting
      this.#waiting = []
      for (let at = 0; at < group.length; at += MOST_BUFFERS / 2)
        await this.#file.writev(group.slice(at, at + MOST_BUFFERS / 2).flatMap(asRow))
      await this.#file.datasync()
      for (const { durable } of group) durable()
      last = group.length
    }
    this.#isWriting = false
  }
}

function asRow({ batch }) {
  const { payload, ...rest } = batch
  const head = Buffer.from(`${JSON.stringify(rest)} ${payload.length}\n`)
  return [head, payload]
}
