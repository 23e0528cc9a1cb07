/** The engine's own limit: a stack's properties may be large. */
const LIMIT_BYTES = 400 * 1024 * 1024;

export const messageSizes = {
  "grpc.max_receive_message_length": LIMIT_BYTES,
  "grpc.max_send_message_length": LIMIT_BYTES,
};
