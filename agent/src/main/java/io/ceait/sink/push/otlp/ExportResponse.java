package io.ceait.sink.push.otlp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads of a receiver's answer how many points it did not take: field 1 of {@code partial_success}, which is field 1. */
final class ExportResponse {

    private ExportResponse() {}

    /** @return 0 for an answer that says nothing of it, and for one that is no such message */
    static long rejectedPoints(byte[] body) {
        try {
            ByteBuffer partialSuccess = find(ByteBuffer.wrap(body));
            ByteBuffer rejected = find(partialSuccess);
            return rejected.hasRemaining() ? Math.max(0, varint(rejected)) : 0;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** The content of field 1; empty when there is none. */
    private static ByteBuffer find(ByteBuffer message) {
        ByteBuffer in = message.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int from = in.position();
            switch ((int) (tag & 7)) {
                case 0 -> {
                    long unused = varint(in);
                }
                case 1 -> in.getLong();
                case 2 -> {
                    long length = varint(in);
                    from = in.position();
                    if (length < 0 || length > in.remaining()) {
                        throw new IllegalArgumentException("a field that is cut off");
                    }
                    in.position(from + (int) length);
                }
                case 5 -> in.getInt();
                default -> throw new IllegalArgumentException("no type of a field");
            }
            if (tag >>> 3 == 1) {
                return in.duplicate().limit(in.position()).position(from);
            }
        }
        return ByteBuffer.allocate(0);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number without end");
    }
}
