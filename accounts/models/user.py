"""A person. Somebody without e-mail exists too: she has no sign-in and receives printed letters."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def invited(self, email, **names):
        """The person at this address; when nobody has it, an account without a password (she gets a code by mail)."""
        known = self.filter(email__iexact=email.strip()).first()
        if known:
            return known
        user = self.create_user(email.strip(), None, **names)
        user.emailaddress_set.create(email=user.email, primary=True)  # the code of her first sign-in will verify it
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("adresse e-mail", unique=True, null=True, blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    date_joined = models.DateTimeField("inscription", default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email or f"Personne {self.pk}"

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name or str(self)

    def has_perm(self, perm, obj=None):
        """Rights come from roles, never from permission rows: asking for one costs no query."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label):
        return self.is_active and self.is_superuser

    @cached_property
    def is_staff(self):
        """Opens the back-office, and grants nothing by itself: rights come from roles (decisions.md 21)."""
        return self.is_superuser or self.organisation_roles.at_the_desk().exists() or self.call_roles.active().exists()

    @cached_property
    def unread(self):
        """Notifications that wait for her; `backends` reads their number with the person of the session."""
        return self.notifications.unread().count()

    def needs_second_factor(self):
        """True for people who read others' files and have no second factor yet."""
        reads_notes = self.participation_roles.active().exclude(kind="participant").exists()
        return (self.is_staff or reads_notes) and not self.authenticator_set.exists()
