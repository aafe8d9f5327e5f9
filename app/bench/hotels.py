"""Hotels to measure on: founded, with sample members, in a folder of their own."""

from __future__ import annotations

import sys
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_settings, make_demo
from app.bootstrap.desk import DEMO_ZONE
from app.bootstrap.hotel import Hotel, HotelFolder, open_hotel
from app.loyalty.business_day import hotel_time
from app.settings.terminal import TerminalSettings, write_settings


def sample_hotel(folder: Path, members: int) -> Hotel:
    """Make the demo hotel with as many sample members; the poster's thread does not run."""
    folder.mkdir(parents=True, exist_ok=True)
    write_settings(HotelFolder(folder).settings, demo_settings(TerminalSettings()))
    hotel = open_hotel(folder, system_clock, create=True, use_keyring=False)
    print(f"making {members} members …", file=sys.stderr)
    make_demo(hotel, hotel_time(system_clock(), DEMO_ZONE).date(), extra_members=members)
    return hotel
