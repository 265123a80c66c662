"""How the shop vouches for a customer: a short-lived token the service can check."""

import time

from joserfc import jwt
from joserfc.jwk import OctKey

from shop.accounts import Customer

LIFETIME_S = 300


def identity_token(customer: Customer, site_key: str, secret: str) -> str:
    """HS256 with the site's secret. The page may read it: it tells customers about themselves."""
    now = int(time.time())
    claims = {
        "sub": customer.email,
        "name": customer.name,
        "tier": customer.tier,
        "iss": site_key,
        "aud": "cobrowse",
        "iat": now,
        "exp": now + LIFETIME_S,
    }
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))
