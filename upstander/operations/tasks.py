"""What the worker does: each task calls one procedure, and bears being done twice."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from upstander.kernel.clock import now
from upstander.operations.pdf.pack_rendering import set_pack
from upstander.operations.pdf.rendering import make_pdf
from upstander.operations.reading.apart import read_apart
from upstander.procedures.duplicates import catch_up as catching_up
from upstander.procedures.duplicates import propose_duplicates as proposing
from upstander.procedures.exchanging import deliver_crossing as delivering
from upstander.procedures.exchanging import render_paper as printing
from upstander.procedures.finding import ask_families as asking_families
from upstander.procedures.outbox import ask_what_became as asking_what_became
from upstander.procedures.outbox import retry_stranded as retrying
from upstander.procedures.outbox import send_message_out as sending
from upstander.procedures.police import make_pack as packing
from upstander.procedures.policy_reading import read_policy as reading
from upstander.procedures.reporting import forget_expired_drafts as forgetting
from upstander.procedures.reporting import make_viewing_copy as viewing
from upstander.procedures.telling import render_letter as rendering

DEAD_AFTER = 20.0  # seconds without a heartbeat
MOST_ATTEMPTS = 5  # a job that has taken that many workers with it is left for a person


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Hand the jobs of a worker that was killed to one that lives. Every job must therefore bear being done twice."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        if job.attempts < MOST_ATTEMPTS:
            await jobs.retry_job(job)
        else:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)


@app.task(retry=RetryStrategy(max_attempts=3, linear_wait=10))
def render_letter(organisation_id: str, disclosure_id: str) -> None:
    rendering.render_letter(organisation_id=UUID(organisation_id), disclosure_id=UUID(disclosure_id), make_pdf=make_pdf)


@app.task
def send_message(organisation_id: str, message_id: str) -> None:
    sending.send_message_out(organisation_id=UUID(organisation_id), message_id=UUID(message_id), at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stranded")
def retry_stranded(timestamp: int) -> None:
    retrying.retry_stranded(at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_what_became")
def ask_what_became(timestamp: int) -> None:
    asking_what_became.ask_what_became(at=now())


@app.periodic(cron="7 7-16 * * *")  # a family is asked in the morning, and after a stop of the worker the same day
@app.task(queueing_lock="ask_families")
def ask_families(timestamp: int) -> None:
    asking_families.ask_families(at=now())


@app.task(retry=RetryStrategy(max_attempts=3, linear_wait=10))
def make_viewing_copy(item_id: str, organisation_id: str) -> None:
    viewing.make_viewing_copy(UUID(item_id), UUID(organisation_id), at=now())


PACK_TRIES = 3


@app.task(retry=RetryStrategy(max_attempts=PACK_TRIES - 1, linear_wait=10), pass_context=True)
def make_pack(context: JobContext, organisation_id: str, pack_id: str) -> None:
    packing.make_pack(
        organisation_id=UUID(organisation_id),
        pack_id=UUID(pack_id),
        press=set_pack,
        is_last_try=context.job.attempts >= PACK_TRIES - 1,
    )


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def deliver_crossing(organisation_id: str, crossing_id: str) -> None:
    delivering.deliver_crossing(organisation_id=UUID(organisation_id), crossing_id=UUID(crossing_id), at=now())


@app.task(retry=RetryStrategy(max_attempts=3, linear_wait=10))
def render_paper(organisation_id: str, paper_id: str) -> None:
    printing.render_paper(organisation_id=UUID(organisation_id), paper_id=UUID(paper_id), make_pdf=make_pdf)


READING_TRIES = 3


@app.task(retry=RetryStrategy(max_attempts=READING_TRIES - 1, linear_wait=10), pass_context=True)
def read_policy(context: JobContext, organisation_id: str, reading_id: str) -> None:
    reading.read_policy(
        organisation_id=UUID(organisation_id),
        reading_id=UUID(reading_id),
        read_apart=read_apart,
        at=now(),
        is_last_try=context.job.attempts >= READING_TRIES - 1,
    )


@app.task(retry=RetryStrategy(max_attempts=3, linear_wait=10))
def propose_duplicates(organisation_id: str, person_id: str) -> None:
    proposing.propose_duplicates(organisation_id=UUID(organisation_id), person_id=UUID(person_id), at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="compare_who_never_was")
def compare_who_never_was(timestamp: int) -> None:
    catching_up.catch_up(at=now())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="forget_expired_drafts")
def forget_expired_drafts(timestamp: int) -> None:
    forgetting.forget_expired_drafts(at=now())
