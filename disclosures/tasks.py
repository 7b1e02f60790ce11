"""What is done in the background: the worker (``manage.py worker``) takes it up.

Times of periodic work are in UTC, eight hours behind the clocks of those who read it.
"""

from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from .bureau import examination, joint_publication, reminders
from .data_package import keeping
from .models import Disclosure
from .notices import MAIL

KEPT_HOURS = 7 * 24
ATTEMPTS = 5


@app.task(name=MAIL, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail(subject: str, body: str, to: list[str]) -> None:
    """Send one letter, its receivers hidden from each other; try again if the server is away."""
    EmailMessage(subject, body, bcc=to).send()


@app.task(name=examination.EXAMINE, lock=examination.EXAMINE, priority=examination.PRIORITY)
def examine(region: int, year: int) -> int:
    """Examine the drafts of a region and year now, because somebody asked."""
    rows = Disclosure.objects.filter(department__region=region, year=year)
    return examination.examine(rows)


@app.periodic(cron="10,40 * * * *")
@app.task(lock=examination.EXAMINE, priority=examination.PRIORITY)
def examine_all(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells the hour
    """Examine the drafts of this year and the next."""
    return examination.examine(Disclosure.objects.filter(year__gte=timezone.localdate().year))


@app.periodic(cron="0 0-9 * * *")
@app.task(retry=RetryStrategy(max_attempts=3, wait=60))
def remind(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells the hour
    """Remind of what is due, in working hours; what was sent this day is not sent again."""
    return reminders.remind_by_the_clock(timezone.localdate())


@app.task(name=joint_publication.BEGIN, retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10))
def begin_joint_publication(joint: int) -> int:
    """Hand out what is approved at the hour of a joint publication."""
    return joint_publication.begin(joint)


@app.task(
    name=joint_publication.PUBLISH,
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, wait=10, linear_wait=15),
)
def publish_jointly(context: JobContext, item: int) -> None:
    """Publish one disclosure of a joint publication; try again where the renderer failed."""
    joint_publication.publish(item, is_last=context.job.attempts >= ATTEMPTS)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retake")
async def retake(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells the hour
    """Take up again what a worker left that was killed: it stopped telling that it is alive."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="30 18 * * *")
@app.task(queueing_lock="clear_away", pass_context=True)
async def clear_away_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - see above
    """Delete what ended a week ago, well or not."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="40 18 * * *")
@app.task
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells the hour
    """Delete sessions of the desk that are over."""
    call_command("clearsessions")


@app.periodic(cron="*/10 * * * *")
@app.task(lock="data_packages", queueing_lock="data_packages")
def build_data_packages(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells the hour
    """Build the data packages of what was published, corrected or withdrawn meanwhile."""
    return keeping.build_missing()
