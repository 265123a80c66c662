"""Socket.IO packets in our own form: one MessagePack map per frame, typed from the first byte."""

from socketio import packet

from cobrowse.wire import codec


class WirePacket(packet.Packet):  # type: ignore[misc]  # the library ships no types
    """What python-socketio asks of its `serializer`.

    The body of an event stays undecoded until its shape is known. Binary attachments, packet types
    5 and 6, do not exist here: MessagePack carries bytes itself.
    """

    uses_binary_events = False

    def encode(self) -> bytes:
        return codec.encode_packet(self.packet_type, self.data, id=self.id)

    def decode(self, encoded_packet: bytes) -> int:
        """Read a frame. Raises `Invalid` for what is not one whole packet of ours."""
        decoded = codec.decode_packet(encoded_packet)
        self.packet_type = decoded.type
        self.namespace = decoded.nsp
        self.id = decoded.id
        is_event = decoded.type == codec.EVENT
        self.data = list(codec.decode_event(decoded)) if is_event else decoded.data
        return 0
