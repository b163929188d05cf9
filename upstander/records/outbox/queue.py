"""Give work to the worker, in the transaction that makes it necessary. The worker's tasks are in operations/tasks.py."""

from procrastinate.contrib.django import app


def enqueue(task: str, *, one_at_a_time: bool = False, **arguments: str) -> None:
    """Put a job in the queue; it exists if and only when the transaction commits. Arguments are ids.

    `one_at_a_time` is for long work, which must not take every place at the worker from letters and e-mail.
    """
    app.configure_task(f"upstander.operations.tasks.{task}", lock=task if one_at_a_time else None).defer(**arguments)
