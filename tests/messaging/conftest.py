from tests.support.desk_fixtures import at_desk, demo_folder, hotel_folder, open_at

__all__ = ["at_desk", "demo_folder", "hotel_folder", "open_at"]
