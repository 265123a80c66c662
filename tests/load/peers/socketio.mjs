// What one would write with Socket.IO on Node.js: takes batches of pages, gives each to the room of
// those who watch its page, and answers it.
//
//     node socketio.mjs default|msgpack [FILE]
//
// With FILE a batch is answered once it is durable there. Writes its port to standard output.

import { createServer } from 'node:http'
import { Server } from 'socket.io'
import * as msgpack from 'socket.io-msgpack-parser'
import { AppendLog } from './append_log.mjs'

const [parser, file] = process.argv.slice(2)
const log = file ? await AppendLog.open(file) : null

const http = createServer()
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  ...(parser === 'msgpack' ? { parser: msgpack } : {}),
})
const { rooms } = io.sockets.adapter

io.on('connection', (socket) => {
  socket.on('watch', (page, answer) => {
    socket.join(page)
    answer()
  })
  socket.on('batch', (batch, answer) => {
    // Socket.IO encodes a packet before it looks whether the room has anybody in it.
    if (rooms.has(batch.page)) socket.to(batch.page).emit('batch', batch)
    if (log) log.append(batch, answer)
    else answer()
  })
})

http.listen(0, '127.0.0.1', () => console.log(http.address().port))
