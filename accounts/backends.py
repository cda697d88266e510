"""Who is signed in: the person of the session, with the number of notifications that wait for her, in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Notification, User


class CountsNotifications:
    def get_user(self, user_id):
        waiting = Notification.objects.unread().filter(user=OuterRef("pk")).order_by().values("user")
        unread = Coalesce(Subquery(waiting.annotate(number=Count("pk")).values("number")), 0)
        person = User.objects.annotate(unread=unread).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None


class PasswordBackend(CountsNotifications, ModelBackend):
    pass


class CodeBackend(CountsNotifications, AuthenticationBackend):
    pass
