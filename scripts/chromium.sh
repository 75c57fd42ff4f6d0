#!/bin/sh
# The browser tests use the system's Chromium. Install Debian's where we may, else say in one line what to do.
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || [ -n "${GONGKAI_CHROMIUM:-}" ] && exit 0
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    echo "Installing Chromium"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "No Chromium found: install it (Debian/Ubuntu: chromium) or set GONGKAI_CHROMIUM to a Chrome or Chromium program; the browser tests cannot run without it." >&2
exit 1
