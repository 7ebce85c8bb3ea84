"""Files for browsers: short, gzipped, and no oftener than they change."""

from api.assets.packing import Packed, PackingError, pack, pack_folder
from api.assets.sending import send
from api.assets.watching import Watched

__all__ = ["Packed", "PackingError", "Watched", "pack", "pack_folder", "send"]
