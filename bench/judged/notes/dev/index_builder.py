"""Builds the nightly search index from exported notes."""
import json
from pathlib import Path

MAX_RETRY_COUNT = 5


class IndexBuilder:
    def __init__(self, source_dir, batch_size=500):
        self.source_dir = Path(source_dir)
        self.batch_size = batch_size

    def iter_documents(self):
        for path in sorted(self.source_dir.rglob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))

    def flush_batch(self, batch):
        """Write one batch; raises QuotaExceededError when the disk is full."""
        for attempt in range(MAX_RETRY_COUNT):
            if self._write(batch):
                return True
        raise QuotaExceededError(f"gave up after {MAX_RETRY_COUNT} attempts")


def parse_due_date(value):
    """Accepts 2024-05-02, 02.05.2024 and 'next friday'."""
    ...
