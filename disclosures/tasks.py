"""What is done in the background: the worker (``manage.py procrastinate worker``) takes it up."""

from django.core.mail import EmailMessage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .notices import MAIL


@app.task(name=MAIL, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def mail(subject: str, body: str, to: list[str]) -> None:
    """Send one letter, its receivers hidden from each other; try again if the server is away."""
    EmailMessage(subject, body, bcc=to).send()
