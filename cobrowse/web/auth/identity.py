"""Identity tokens: a site's backend says who its visitor is. Rule C15 of `docs/protocol.md`."""

import unicodedata
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry

from cobrowse.domain.errors import BadToken
from cobrowse.domain.site import Site
from cobrowse.domain.visitor import Claims

AUDIENCE: Final = "cobrowse"
LIFE_S: Final = 300
"""A token is made for the page at hand; one that is good for longer is worth stealing."""

NAME_LENGTH: Final = 512

_CONTROL: Final = frozenset({"Cc", "Cs"})
"""Unicode's control characters and surrogates: no name has them, and not every store takes them."""


class JwtIdentityTokens:
    """Implements `flow.ports.IdentityTokens`: HS256 with the site's secret and nothing else."""

    def verify(self, token: str, site: Site, now_ms: int) -> Claims:
        """Return what it says. Raises `BadToken`, in the same words whatever is wrong."""
        try:
            claims = self._verified(token, site, now_ms // 1000)
        except (JoseError, ValueError, TypeError, RecursionError, OverflowError) as error:
            raise BadToken("the identity token does not verify") from error
        return claims

    def _verified(self, token: str, site: Site, now_s: int) -> Claims:
        key = OctKey.import_key(site.secret)
        decoded = jwt.decode(token, key, algorithms=["HS256"])
        claims = decoded.claims
        JWTClaimsRegistry(
            now=now_s,
            iss={"essential": True, "value": site.key},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
        ).validate(claims)
        if claims["aud"] != AUDIENCE or claims["iss"] != site.key:
            raise ValueError("issuer and audience are one text each")
        expires = claims["exp"]
        if isinstance(expires, bool) or expires > now_s + LIFE_S:
            raise ValueError("good for too long")
        subject = _text(claims, "sub")
        if not subject:
            raise ValueError("nobody is named")
        return Claims(
            subject=subject, name=_text(claims, "name") or subject, tier=_text(claims, "tier")
        )


def signed(claims: Claims, site: Site, now_ms: int) -> str:
    """Return a token that says this, as the site's own backend makes them."""
    now_s = now_ms // 1000
    body = {
        "iss": site.key,
        "aud": AUDIENCE,
        "sub": claims.subject,
        "name": claims.name,
        "tier": claims.tier,
        "exp": now_s + LIFE_S,
    }
    return jwt.encode({"alg": "HS256"}, body, OctKey.import_key(site.secret))


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if (
        not isinstance(value, str)
        or len(value) > NAME_LENGTH
        or _CONTROL.intersection(map(unicodedata.category, value))
    ):
        raise ValueError("a claim is not a short text")
    return value
