"""The one collection of tables; it stands alone so that tables may be declared in several files."""

from typing import Final

from sqlalchemy import MetaData

METADATA: Final = MetaData()
