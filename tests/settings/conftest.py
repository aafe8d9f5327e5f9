from __future__ import annotations

from tests.support.desk_fixtures import demo_folder, hotel_folder

__all__ = ["demo_folder", "hotel_folder"]
