"""The headers of every response, in one place: Flask, static files and error pages alike."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "trusted-types page",
        "require-trusted-types-for 'script'",
    )
)

_PERMISSIONS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip

SECURITY_HEADERS: dict[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _PERMISSIONS),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

#: Of what is no page and becomes none: a class that answers at once gets them with each reply, a page its policy once.
DATA_HEADERS: dict[str, str] = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DATA_TYPES = ("application/json", "text/event-stream")

HTTPS_HEADERS: dict[str, str] = {"Strict-Transport-Security": "max-age=31536000"}


def security_headers(*, is_https: bool, is_data: bool = False) -> dict[str, str]:
    """Give the headers for an installation that people reach by https, or not; fewer where no page can come of it."""
    headers = DATA_HEADERS if is_data else SECURITY_HEADERS
    return headers | HTTPS_HEADERS if is_https else dict(headers)
