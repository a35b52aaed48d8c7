"""Put a freshly built folder in the place of the live one, with no gap between."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from briefing.core.problems import BriefingError

_AT_FDCWD = -100
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP, see renamex_np(2)
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


def swap(new: Path, live: Path) -> None:
    """Put `new` in the place of `live`; what was at `live` is removed afterwards.

    All of `new` is on the disk by then. Both lie on one file system. Where it can exchange two names a
    reader finds the old or the new folder at every moment; elsewhere the name is gone for the time between
    two renames.
    Raises BriefingError, and leaves `live` as it was, when that cannot be done.
    """
    if live.is_symlink() or (live.exists() and not live.is_dir()):
        raise BriefingError(f"{live} is not a folder of its own; move it away, the site is put there")
    if not new.is_dir() or new.is_symlink():
        raise BriefingError(f"{new} is not a folder; nothing to put in the place of {live}")
    os.sync()
    try:
        old = new if live.exists() and _exchange(new, live) else _rename(new, live)
    except OSError as error:
        raise BriefingError(f"{new} cannot take the place of {live}: {error.strerror}") from error
    if old.exists():
        shutil.rmtree(old)


def settle(new: Path, live: Path) -> None:
    """Clear up after a run that was killed: `live` comes back if it was gone, other remains are removed."""
    retired = _retired(live)
    if retired.is_dir() and not live.exists():
        retired.rename(live)
    for remains in (new, retired):
        if remains.is_dir() and not remains.is_symlink():
            shutil.rmtree(remains)


def _retired(live: Path) -> Path:
    return live.with_name(f"{live.name}.old")


def _rename(new: Path, live: Path) -> Path:
    """Put one folder in the place of the other in two steps; return where the old one is, if any."""
    retired = _retired(live)
    if live.exists():
        live.rename(retired)
    try:
        new.rename(live)
    except OSError:
        if retired.exists():
            retired.rename(live)
        raise
    return retired


def _exchange(new: Path, live: Path) -> bool:
    """Exchange two names in one step; false where the system or the file system does not know how."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(new), os.fsencode(live)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, ctypes.c_uint(_MACOS_SWAP))
    elif sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_LINUX_EXCHANGE))
    else:
        return False
    if failed and (number := ctypes.get_errno()) not in _UNSUPPORTED:
        raise OSError(number, os.strerror(number))
    return not failed
