"""A sample county of any size: the sample's store with as many hazards as asked, through the same intake as any upload."""

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from riskwatch.desk import SAMPLE, Desk, make_sample

_ROWS_A_FILE = 150_000


def generator() -> ModuleType:
    """Return the sample's generator, which knows nothing of riskwatch."""
    path = SAMPLE / "generate.py"
    if str(SAMPLE) not in sys.path:
        sys.path.insert(0, str(SAMPLE))
    spec = importlib.util.spec_from_file_location("yunling_generate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def sample(folder: Path) -> Desk:
    """Make the sample county's store."""
    return make_sample(folder)


def grow(desk: Desk, hazards: int, seed: int = 1) -> None:
    """Add so many hazards to a store, in files of 150,000 rows."""
    made = generator()
    rows = iter(made.hazard_rows(hazards, seed))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(-(-hazards // _ROWS_A_FILE)):
            path = Path(folder) / f"hazards_{number}.csv"
            part = [row for _, row in zip(range(min(_ROWS_A_FILE, hazards - number * _ROWS_A_FILE)), rows, strict=False)]
            made.write_csv(path, made.HAZARD_HEADINGS, part)
            content = path.read_bytes()
            desk.load(desk.check(content, path.name), content, sent_by="基准测试")
            path.unlink()


def copy(source: Path, target: Path) -> Path:
    """Copy a store folder."""
    shutil.copytree(source, target)
    return target
