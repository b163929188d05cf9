"""Take uploads to disk and no further than they may be large, so that nobody can fill it."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from upstander.records.evidence.checking import LARGEST_FILE


class UpToTheLimit(TemporaryFileUploadHandler):
    """Keeps the first 25 MB and a byte of each file: enough to see that it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = LARGEST_FILE + 1 - start
        if room > 0:
            super().receive_data_chunk(raw_data[:room], start)
