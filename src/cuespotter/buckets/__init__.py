"""Here is a name; does it lie in a bucket, and what does it hold? Files there are read where they lie."""

from cuespotter.buckets.opening import open_bucket, refusal
from cuespotter.buckets.place import BucketPath, as_path

__all__ = ["BucketPath", "as_path", "open_bucket", "refusal"]
