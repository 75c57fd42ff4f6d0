#!/bin/sh
# A Chinese font is needed to write PDF. Install Debian's where we may, else say in one line what to do.
found() {
    [ -n "${GONGKAI_FONTS:-}" ] && return 0
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn file 2>/dev/null | head -n 1)" ] && return 0
    find /usr/share/fonts /usr/local/share/fonts /System/Library/Fonts /Library/Fonts "$HOME/.fonts" \
        "$HOME/.local/share/fonts" -iname '*cjk*' -o -iname 'simsun*' -o -iname '*songti*' -o -iname 'fangsong*' \
        -o -iname 'stfangsong*' -o -iname '*sourcehan*' 2>/dev/null | grep -q .
}
found && exit 0
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    echo "Installing a Chinese font (fonts-noto-cjk)"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-cjk fontconfig; } >/dev/null 2>&1 && found && exit 0
fi
echo "No Chinese font found: PDF cannot be written; install one (Debian/Ubuntu: fonts-noto-cjk) or point GONGKAI_FONTS at a folder of fonts." >&2
exit 0
