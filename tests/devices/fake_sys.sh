#!/bin/sh
# Run in a mount namespace of its own: puts a computer with the desk's devices in the place of /sys and has udev read
# its rules for each of them. Usage: fake_sys.sh RULES
set -eu
for place in /sys /run /etc/udev/rules.d /dev/char; do mkdir -p "$place"; mount -t tmpfs tmpfs "$place"; done
mkdir -p /run/udev /sys/bus/usb /sys/class/tty /sys/class/hidraw /sys/class/usbmisc
cp "$1" /etc/udev/rules.d/

# usb NAME VENDOR PRODUCT: a USB device with one interface.
usb() {
    at=/sys/devices/usb1/$1
    mkdir -p "$at/$1:1.0"
    ln -s /sys/bus/usb "$at/subsystem"
    ln -s /sys/bus/usb "$at/$1:1.0/subsystem"
    printf 'DEVTYPE=usb_device\nMAJOR=189\nMINOR=7\nDEVNAME=bus/usb/001/%s\n' "$1" >"$at/uevent"
    printf 'DEVTYPE=usb_interface\n' >"$at/$1:1.0/uevent"
    echo "$2" >"$at/idVendor"
    echo "$3" >"$at/idProduct"
}

# node USB CLASS NAME MAJOR MINOR: what the kernel makes of its interface.
node() {
    at=/sys/devices/usb1/$1/$1:1.0/$2/$3
    mkdir -p "$at"
    ln -s "/sys/class/$2" "$at/subsystem"
    printf 'MAJOR=%s\nMINOR=%s\nDEVNAME=%s\n' "$4" "$5" "$3" >"$at/uevent"
    echo "$4:$5" >"$at/dev"
}

# ask PATH: what udev makes of it.
ask() {
    echo "== $2"
    SYSTEMD_DEVICE_VERIFY_SYSFS=0 udevadm test --action="${3:-add}" "$1" 2>&1 || true
}

base=/sys/devices/usb1
n=0
for ids in 067b:2303 1a86:7523 10c4:ea60 0403:6001 dead:beef; do
    n=$((n + 1))
    usb "1-$n" "${ids%:*}" "${ids#*:}"
    node "1-$n" tty "ttyUSB$n" 188 "$n"
    ask "$base/1-$n/1-$n:1.0/tty/ttyUSB$n" "tty $ids"
done
for ids in 0801:0002 0acd:0520 dead:beef; do
    n=$((n + 1))
    usb "1-$n" "${ids%:*}" "${ids#*:}"
    node "1-$n" hidraw "hidraw$n" 240 "$n"
    ask "$base/1-$n/1-$n:1.0/hidraw/hidraw$n" "hidraw $ids"
done
usb 2-1 04b8 0e15
node 2-1 usbmisc lp0 180 0
ask "$base/2-1/2-1:1.0/usbmisc/lp0" "usbmisc 04b8:0e15"
usb 2-2 072f 2200
ask "$base/2-2" "usb 072f:2200"
n=20
usb 3-1 1a86 7523
node 3-1 tty ttyUSB20 188 20
ask "$base/3-1/3-1:1.0/tty/ttyUSB20" "removed 1a86:7523" remove
