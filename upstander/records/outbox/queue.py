"""Give work to the worker, in the transaction that makes it necessary. The worker's tasks are in operations/tasks.py."""

from procrastinate.contrib.django import app


def enqueue(task: str, **arguments: str) -> None:
    """Put a job in the queue; it exists if and only when the transaction commits. Arguments are ids."""
    app.configure_task(f"upstander.operations.tasks.{task}").defer(**arguments)
