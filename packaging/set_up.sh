# Sourced by run and test: brings this machine and .venv to what a lock names. Quick when nothing is missing.
# Needs: root_dir, the project's root. Says what it does on standard error only.

say() { printf '%s\n' "$*" >&2; }

# What the desk's windows, fonts and the build of pyscard need (Debian 12 names).
SYSTEM_PACKAGES="python3-venv fonts-noto-cjk fonts-inter libegl1 libgl1 libdbus-1-3 libfontconfig1 libglib2.0-0 \
libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 xvfb"
# pyscard has no ready-made Linux package: these build it. Without them IC readers show as not installed.
BUILD_PACKAGES="gcc libc6-dev python3-dev libpcsclite-dev"
# Servers that tests start by themselves; vsmartcard-vpcd is a virtual card reader, iproute2 its network of its own, ibus a
# Chinese input method, xdotool the hands that type into it, udev reads the rules for devices, at-spi2-core is the bus on
# which screen readers listen, espeak-ng the voice of the kiosk.
TEST_PACKAGES="postgresql pcscd vsmartcard-vpcd iproute2 dbus ibus ibus-libpinyin xdotool udev at-spi2-core espeak-ng"

missing_packages() {
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || printf '%s ' "$name"
    done
}

# install_packages WORDS: installs with apt when it may, else prints the one line that does.
install_packages() {
    command -v dpkg-query >/dev/null 2>&1 || { say "This is no Debian system: install these by hand if missing: $*"; return 0; }
    # shellcheck disable=SC2046,SC2086
    wanted=$(missing_packages $*)
    [ -z "$wanted" ] && return 0
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif sudo -n true 2>/dev/null; then as_root="sudo -n"
    else
        say "Some system packages are missing. Run this line, then start again:"
        say "    sudo apt-get install --no-install-recommends $wanted"
        return 1
    fi
    say "Installing system packages: $wanted"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || true
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >&2 || {
        say "apt could not install them. Run: apt-get install --no-install-recommends $wanted"; return 1; }
}

# install_lock FILE: the lock's packages into .venv, hashes checked.
install_lock() {
    lock=$1
    stamp=$root_dir/.venv/.installed-$(basename "$lock")
    sum=$(cksum <"$lock")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return 0
    python=${PYTHON:-python3}
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
        say "InnPoint needs Python 3.11 or newer; '$python' is not. Set PYTHON to one that is."; return 1; }
    if [ ! -x "$root_dir/.venv/bin/python" ] || ! "$root_dir/.venv/bin/python" -m pip --version >/dev/null 2>&1; then
        say "Making .venv"
        "$python" -m venv "$root_dir/.venv" >&2 || return 1
    fi
    if [ ! -x "$root_dir/.venv/bin/uv" ]; then
        "$root_dir/.venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv>=0.8" >&2 || return 1
    fi
    say "Installing the locked packages"
    if ! uv_install "$lock" 2>"$root_dir/.venv/install.log"; then
        slim=$root_dir/.venv/lock-without-pyscard.txt
        awk '/^pyscard==/ {skip = 1; next} /^[^ ]/ {skip = 0} !skip' "$lock" >"$slim"
        uv_install "$slim" || return 1
        say "pyscard could not be built (see .venv/install.log): IC card readers will show as not installed."
        say "To mend it: apt-get install $BUILD_PACKAGES, then remove .venv and start again."
    fi
    # The commands `innpoint` and imports work from the root; nothing of the project is copied into .venv.
    site=$("$root_dir/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))') || return 1
    printf '%s\n' "$root_dir" >"$site/innpoint-root.pth"
    printf '%s' "$sum" >"$stamp"
}

# uv is quick; pip, which knows every company's proxies and certificates, stands in where uv gets no answer.
uv_install() {
    UV_LINK_MODE=copy UV_NO_PROGRESS=1 UV_SYSTEM_CERTS=1 "$root_dir/.venv/bin/uv" pip install --quiet \
        --python "$root_dir/.venv/bin/python" --require-hashes -r "$1" ||
        "$root_dir/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
}
