"""From entry to the public in one call: submitted by one person, approved by another."""

from disclosures import workflow
from disclosures.models import Appointment, Disclosure, Publication, Review, User

Role = Appointment.Role


def somebody_of(disclosure: Disclosure, role: Role) -> User:
    """A person who holds the role in the disclosure's department, always the same."""
    user, _ = User.objects.get_or_create(
        username=f"{role.value}-of-{disclosure.department.code}", defaults={"is_staff": True}
    )
    user.appointments.get_or_create(role=role, department=disclosure.department)
    return User.objects.get(pk=user.pk)


def submitted(disclosure: Disclosure, note: str = "", reason: str = "") -> Review:
    """The disclosure as its clerk submits it."""
    return workflow.submit(disclosure, somebody_of(disclosure, Role.ENTRY), note, reason)


def approved(disclosure: Disclosure, note: str = "", reason: str = "") -> Review:
    """The disclosure submitted, and approved by a second person."""
    review = disclosure.reviews.open().first() or submitted(disclosure, note, reason)
    if review.state == Review.State.APPROVED:
        return review
    return workflow.approve(review, somebody_of(disclosure, Role.REVIEW))


def publish(
    disclosure: Disclosure, by: User | None = None, note: str = "", reason: str = ""
) -> Publication:
    """The disclosure taken through every step and published."""
    approved(disclosure, note, reason)
    return workflow.publish(disclosure, by or somebody_of(disclosure, Role.PUBLISH))
