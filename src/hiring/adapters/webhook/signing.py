"""How a receiver knows that a request is ours: the scheme of Standard Webhooks, version 1."""

import hmac
from base64 import b64encode


def signed_headers(body: bytes, *, key: bytes, message_id: str, at: int) -> dict[str, str]:
    """What stands beside the body: its id, when it was sent, and a signature over both and the body.

    Args:
        body: As it is sent.
        key: Shared with the receiver.
        message_id: The same whenever the same is sent again.
        at: Seconds since 1970; a receiver refuses an old one, so that nobody can replay it.
    """
    signed = b".".join([message_id.encode(), str(at).encode(), body])
    signature = b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{signature}",
    }
